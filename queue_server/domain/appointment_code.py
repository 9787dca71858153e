"""The code of an appointment: eight characters, as people read them out."""

from queue_server.domain.checked_code import checked_code, is_checked_code

LENGTH = 8


def appointment_code(chance: bytes) -> str:
    """Make a code of at least 8 random bytes (31 bits of chance)."""
    return checked_code(chance, length=LENGTH)


def read_code(written: str) -> str | None:
    """Return the code in what a person wrote or a scanner read; None when it is none."""
    code = "".join(letter for letter in written.upper() if letter not in " -")
    return code if is_checked_code(code, length=LENGTH) else None


def shown_code(code: str) -> str:
    """Return the code in two groups, as it is read out and printed."""
    return f"{code[:4]}-{code[4:]}"
