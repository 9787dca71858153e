"""Opaque names of tickets and devices."""

import hashlib

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O, U."""

ENROLMENT_ALPHABET = "BCDFGHJKLMNPQRSTVWXZ"
"""Twenty consonants of RFC 8628 section 6.1: no vowels, hence no words, and nothing that looks like a digit."""


def ticket_id(*, milliseconds: int, chance: bytes) -> str:
    """Make a 26-letter id that sorts by time: 48 bits of milliseconds, then 80 bits of chance (10 bytes).

    The id is the capability behind the phone page, so `chance` must come from a secure source.
    """
    number = (milliseconds << 80) | int.from_bytes(chance[:10], "big")
    return "".join(ALPHABET[(number >> shift) & 31] for shift in range(125, -1, -5))


def enrolment_code(chance: bytes) -> str:
    """Turn at least 8 random bytes into a code a person can read out, "BCDF-GHJK" (34 bits)."""
    number = int.from_bytes(chance, "big")
    letters = []
    for _ in range(8):
        number, index = divmod(number, len(ENROLMENT_ALPHABET))
        letters.append(ENROLMENT_ALPHABET[index])
    return "".join(letters[:4]) + "-" + "".join(letters[4:])


def fingerprint(secret: str) -> str:
    """Return the SHA-256 of a secret token: what the database keeps instead of it.

    A plain hash is enough because tokens carry 256 bits of chance; passwords go through argon2id.
    """
    return hashlib.sha256(secret.encode()).hexdigest()
