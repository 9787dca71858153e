"""Codes that people read out and type: letters that cannot be mistaken for one another, the last one a check."""

ALPHABET = "34679ACDEFGHJKMNPRTVWXY"
"""No 0 O Q, 1 I L, 2 Z, 5 S, 8 B, U. Their number, 23, is prime, which is what makes the check sound."""


def checked_code(chance: bytes, *, length: int) -> str:
    """Make a code of that many letters (fewer than 23) of random bytes: 4.5 bits of chance a letter but the last."""
    number = int.from_bytes(chance, "big")
    letters = []
    for _ in range(length - 1):
        number, index = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[index])
    return "".join(letters) + _check("".join(letters))


def is_checked_code(written: str, *, length: int) -> bool:
    """Say whether it is such a code.

    Every single wrong letter and every two that changed places are found out: the weights 1 to 22 and their
    differences are not divisible by 23.
    """
    return len(written) == length and set(written) <= set(ALPHABET) and _check(written[:-1]) == written[-1]


def _check(letters: str) -> str:
    total = sum(weight * ALPHABET.index(letter) for weight, letter in enumerate(letters, start=1))
    # The last place is its own weight, so its inverse turns the sum into the letter that makes it 0.
    return ALPHABET[-total * pow(len(letters) + 1, -1, len(ALPHABET)) % len(ALPHABET)]
