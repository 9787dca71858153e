"""The pay code: what a bank transfer names its payment by.

Banks cut the text of a transfer, change its case, drop what is not a letter or a digit and write their own words
around it, so it is short, of capitals and digits, and found by its mark and its check letter wherever it stands.
"""

from collections.abc import Iterator

from queue_server.domain.checked_code import checked_code, is_checked_code

MARK = "MC"
"""Every pay code begins so (một cửa): a run of letters that only looks like a code is rarer by 676 times."""
LETTERS = 8
LENGTH = len(MARK) + LETTERS


def pay_code(chance: bytes) -> str:
    """Make a code of at least 8 random bytes (31 bits of chance)."""
    return MARK + checked_code(chance, length=LETTERS)


def pay_codes_in(text: str) -> tuple[str, ...]:
    """Return the pay codes in the text of a bank transfer, each once, in their order."""
    letters = "".join(letter for letter in text.upper() if letter.isascii() and letter.isalnum())
    return tuple(dict.fromkeys(_codes(letters)))


def _codes(letters: str) -> Iterator[str]:
    for begin in range(len(letters) - LENGTH + 1):
        code = letters[begin : begin + LENGTH]
        if code.startswith(MARK) and is_checked_code(code[len(MARK) :], length=LETTERS):
            yield code
