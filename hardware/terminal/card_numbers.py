"""No card number anywhere (PCI DSS 3.3): what comes from a terminal passes here before it is logged, kept or shown."""

import re
from collections.abc import Iterator, Sequence
from hashlib import sha256

SHORTEST, LONGEST = 13, 19
"""Digits of a card number (ISO/IEC 7812-1; the 12 of some Maestro cards are as many as a citizen's number has)."""
KEPT = 4
"""The last four digits may stay: they tell a citizen which card it was (PCI DSS 3.4)."""

_GAPS = ("[ \t\u00a0\u2007\u2009\u202f]{1,3}", "[-\u2010-\u2015\u2212]", r"\.", "/", "_")
_RUNS = tuple(re.compile(rf"\d+(?:{between}\d+)*") for between in _GAPS)
"""A number is written with one kind of gap; "49.22-261123-0001" is a dossier's."""
_RANDOM = re.compile(r"[0-9A-Fa-f]{8}(?:-?[0-9A-Fa-f]{4}){3}-?[0-9A-Fa-f]{12}")
_TRACK = re.compile(r"%?[Bb]?(?P<number>\d{13,19})(?:\^[^?\n]{0,60}\^|[=D])\d{4,}\??")


def without_card_numbers(text: str) -> str:
    """Return the text with each card number as asterisks and its last four digits, and without a track's data.

    Digits count as a card number when Luhn's check (ISO/IEC 7812-1, annex B) holds: amounts, traces and dossier codes
    stay as they are, but for one in ten of those that are as long. Blanks, dashes and points between digits stay.
    """
    clean = _TRACK.sub(lambda found: _hidden(found["number"]), text)
    for run in _RUNS:
        clean = run.sub(_masked, clean)
    return clean


def lines_without_card_numbers(lines: Sequence[str]) -> list[str]:
    """Return the lines of a paper without card numbers, also without those that go on in the next line.

    A track's data that does so takes all lines with it, for where it ends is not known.
    """
    clean = [without_card_numbers(line) for line in lines]
    joined = " ".join(clean)
    hidden, begins = without_card_numbers(joined), 0
    if len(hidden) != len(joined):
        return []
    for number, line in enumerate(clean):
        clean[number] = hidden[begins : begins + len(line)]
        begins += len(line) + 1
    return clean


def name_without_card_number(name: str) -> str:
    """Return a name that others gave a transfer; one that could be a card number gets another, the same each time.

    Two of which the last four digits are alike stay two: a few letters of a digest set them apart, and are too few to
    find the number by.
    """
    clean = without_card_numbers(name)
    return name if clean == name else f"{clean}~{sha256(name.encode()).hexdigest()[:8]}"


def names_a_card(name: str) -> bool:
    """Say whether a name that a program has made up holds a card number. 128 random bits never do.

    One in five hundred of those looks as if it did, written in hexadecimal digits.
    """
    return not _RANDOM.fullmatch(name) and without_card_numbers(name) != name


def is_card_number(digits: str) -> bool:
    """Say whether so many digits can be a card number and pass Luhn's check."""
    if not SHORTEST <= len(digits) <= LONGEST:
        return False
    values = [int(digit) for digit in reversed(digits)]
    doubled = [value * 2 - 9 * (value > 4) for value in values[1::2]]
    return (sum(values[::2]) + sum(doubled)) % 10 == 0


def _hidden(digits: str) -> str:
    return "*" * (len(digits) - KEPT) + digits[-KEPT:]


def _masked(found: re.Match[str]) -> str:
    run = found[0]
    places = [place for place, letter in enumerate(run) if letter.isdigit()]
    digits = "".join(run[place] for place in places)
    hidden = {
        places[at]
        for begin, end in _windows(run)
        if is_card_number(digits[begin:end])
        for at in range(begin, end - KEPT)
    }
    return "".join("*" if place in hidden else letter for place, letter in enumerate(run))


def _windows(run: str) -> Iterator[tuple[int, int]]:
    """Yield where a card number may begin and end among a run's digits: at its gaps, in a longer group anywhere."""
    edges, at = {0}, 0
    for group in re.split(r"\D", run):
        edges |= set(range(at, at + len(group) + 1)) if len(group) > LONGEST else {at + len(group)}
        at += len(group)
    for begin in sorted(edges):
        yield from ((begin, end) for end in range(begin + SHORTEST, begin + LONGEST + 1) if end in edges)
