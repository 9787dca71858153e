"""Cards whose QR code is a row of fields between bars: identity cards and health insurance cards.

Identity card of 2021: number | old number | name | birth (ddmmyyyy) | sex | address | issued (ddmmyyyy); the old number
may be empty. Card of July 2024 (Circular 16/2024/TT-BCA): more fields follow, with names and numbers of relatives.
Its number (Decree 137/2015/ND-CP, Circular 07/2016/TT-BCA): three digits of a province or country, one for century and
sex, two for the year of birth, six at random.
Health card (Social Security's decision 1351/QD-BHXH): two letters, a digit of benefit, two of the province, ten of the
person; then the name in hexadecimal UTF-8. Cards since 2021 begin with the ten digits alone.
"""

import re

FIELDS_OF_A_CARD = 6
"""Fewer fields are no identity card: of the seven the last may be missing."""
LONG_NUMBER = re.compile(r"(?:0(?:0[1-9]|[1-8][0-9]|9[0-6])|[1-9][0-9]{2})(?:[01][0-9]{2}|[23][0-4][0-9])[0-9]{6}")
LEADING = re.compile(r"([0-9]{12})([^0-9A-Za-z\s.-]).*", re.DOTALL)
"""Twelve digits and a bar, or whatever a keyboard made of the bar."""
DATE = re.compile(r"(?:0[1-9]|[12][0-9]|3[01])(?:0[1-9]|1[0-2])(?:19|20)[0-9]{2}")
HEALTH_NUMBER = re.compile(r"[A-Z]{2}[1-5][0-9]{12}", re.IGNORECASE)
PERSON_NUMBER = re.compile(r"[0-9]{10}")
HEX_TEXT = re.compile(r"(?:[0-9A-Fa-f]{2}){2,}")


class CardUnclear(Exception):
    """It is an identity card, and its holder's number cannot be told from others on it. Carries nothing of it."""


def citizen_number(text: str) -> str | None:
    """Return the number on an identity card, or standing alone; None when it is something else. Raises CardUnclear."""
    alone = re.sub(r"[\s.-]", "", text)
    if LONG_NUMBER.fullmatch(alone):
        return alone
    led = LEADING.fullmatch(text)
    fields = text.split(led[2] if led else "|")
    if len(fields) < FIELDS_OF_A_CARD or not any(_is_date(each) for each in fields[1:]):
        return None
    if led is None:
        return _only_number(fields)
    if LONG_NUMBER.fullmatch(led[1]) is None:
        raise CardUnclear
    return led[1]


def is_health_card(text: str) -> bool:
    """Say whether it is a health insurance card, or its number alone."""
    number, *rest = (each.strip() for each in text.split("|"))
    if HEALTH_NUMBER.fullmatch(number):
        return True
    return PERSON_NUMBER.fullmatch(number) is not None and bool(rest) and HEX_TEXT.fullmatch(rest[0]) is not None


def _is_date(text: str) -> bool:
    return DATE.fullmatch(re.sub(r"[\s/.-]", "", text)) is not None


def _only_number(fields: list[str]) -> str | None:
    """Of a card that does not begin with a number only one that stands alone is its holder's."""
    numbers = {each.strip() for each in fields if LONG_NUMBER.fullmatch(each.strip())}
    if len(numbers) > 1:
        raise CardUnclear
    return numbers.pop() if numbers else None
