"""The router: one text from a scanner in, one reading out.

Whatever hangs at a kiosk (a scanner that types, one on a serial line) goes through here. A reading carries only what
the journey needs: of an identity card its number and nothing else, of a payment code our own pay code, of a health card
or a slip nothing.
"""

import re
from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.scanning.cards import CardUnclear, citizen_number, is_health_card
from kiosk.scanning.codes import LONGEST_PAY_CODE, appointment_code, dossier_code, is_payment, pay_code, plain_code
from kiosk.scanning.repairs import plain, without_layout

MOST_CHARACTERS = 512
"""Longer texts are cut. An identity card of 2024 may name a whole family; what is needed of it stands in front."""
TICKET = re.compile(r"https?://[^\s/?#]{1,255}/(?:[^\s?#]{0,200}/)?t/[A-Za-z0-9_-]{16,64}/?", re.IGNORECASE)


class Kind(StrEnum):
    """What a text is."""

    APPOINTMENT = "appointment"
    CITIZEN_CARD = "citizen_card"
    DOSSIER = "dossier"
    CODE = "code"
    """A short code of no known shape: only a server that knows its centre's dossiers can judge it."""
    TICKET = "ticket"
    HEALTH_CARD = "health_card"
    PAYMENT = "payment"
    CARD_UNCLEAR = "card_unclear"
    """An identity card's text from which its holder's own number cannot be told."""
    EMPTY = "empty"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Reading:
    """A kind and what the journey needs of it: a code, or the twelve digits of an identity card. It is never shown."""

    kind: Kind
    value: str | None = field(default=None, repr=False)


def read_scan(text: str, *, cut: bool = False) -> Reading:
    """Tell what was scanned, as it stands or as it was meant before a keyboard layout changed its digits.

    `cut` says that more had come than a line keeps. Raises nothing, whatever the text.
    """
    whole = len(text) <= MOST_CHARACTERS and not cut
    text = text[:MOST_CHARACTERS]
    reading = _read(plain(text), whole=whole)
    if reading.kind in {Kind.UNKNOWN, Kind.CARD_UNCLEAR} and (meant := without_layout(text)) != text:
        second = _read(plain(meant), whole=whole)
        return reading if second.kind in {Kind.UNKNOWN, Kind.CODE} else second
    return reading


def _read(text: str, *, whole: bool) -> Reading:
    if text == "":
        return Reading(Kind.EMPTY)
    try:
        number = citizen_number(text)
    except CardUnclear:
        return Reading(Kind.CARD_UNCLEAR)
    if number is not None:
        return Reading(Kind.CITIZEN_CARD, number)
    if is_health_card(text):
        return Reading(Kind.HEALTH_CARD)
    return _read_code(text) if whole else Reading(Kind.UNKNOWN)


def _read_code(text: str) -> Reading:
    if is_payment(text):
        return Reading(Kind.PAYMENT, pay_code(text))
    if len(text) <= LONGEST_PAY_CODE and (code := pay_code(text)) is not None:
        return Reading(Kind.PAYMENT, code)
    if TICKET.fullmatch(text):
        return Reading(Kind.TICKET)
    for kind, read in (
        (Kind.APPOINTMENT, appointment_code),
        (Kind.DOSSIER, dossier_code),
        (Kind.CODE, plain_code),
    ):
        if (code := read(text)) is not None:
            return Reading(kind, code)
    return Reading(Kind.UNKNOWN)
