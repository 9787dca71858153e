"""The code of an appointment: eight characters that cannot be mistaken for one another, the last one a check."""

ALPHABET = "34679ACDEFGHJKMNPRTVWXY"
"""No 0 O Q, 1 I L, 2 Z, 5 S, 8 B, U. Their number, 23, is prime, which is what makes the check sound."""

LENGTH = 8


def appointment_code(chance: bytes) -> str:
    """Make a code of at least 8 random bytes (31 bits of chance)."""
    number = int.from_bytes(chance, "big")
    letters = []
    for _ in range(LENGTH - 1):
        number, index = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[index])
    return "".join(letters) + _check("".join(letters))


def read_code(written: str) -> str | None:
    """Return the code in what a person wrote or a scanner read; None when it is none.

    Every single wrong character and every two that changed places are found out: the weights 1 to 8 and their
    differences are not divisible by 23.
    """
    code = "".join(letter for letter in written.upper() if letter not in " -")
    if len(code) != LENGTH or not set(code) <= set(ALPHABET):
        return None
    return code if _check(code[:-1]) == code[-1] else None


def shown_code(code: str) -> str:
    """Return the code in two groups, as it is read out and printed."""
    return f"{code[:4]}-{code[4:]}"


def _check(letters: str) -> str:
    total = sum(weight * ALPHABET.index(letter) for weight, letter in enumerate(letters, start=1))
    # LENGTH is its weight, so its inverse turns the sum into the character that makes it 0.
    return ALPHABET[-total * pow(LENGTH, -1, len(ALPHABET)) % len(ALPHABET)]
