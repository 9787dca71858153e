"""What a slip says: the ticket as the server describes it, as a document for any printer.

The slip is none of the forms of Circular 03/2025/TT-VPCP, so it is called "phiếu số thứ tự" and never "giấy hẹn".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from hardware.document import Bitmap, Block, Document, Mark, Number, Qr, Rule, Space, Text
from kiosk.texts import text
from kiosk.views import SlipError, cleaned, count_of, language_of, moment_of, name_of, text_of, url_of

LONGEST_LABEL = 12
MOST_STOPS = 30
"""As many as a visit may have in all: clerks add services to it, and the slip can be printed again."""

LONGEST_BRING = 120
"""What to bring is printed only when it is short; the phone page has all of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One service of the visit, and the hall to wait in for it."""

    service: str
    hall: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """A ticket to be printed, its texts in the ticket's language. `issued_at` is aware.

    `appointment_at` is the booked time, aware. `offline` is for a number from a kiosk's own block, given out while the
    server was away; `ahead` is None for such a one alone, for nobody knows.
    """

    label: str
    language: str
    service: str
    bring: str
    priority: str | None
    issued_at: datetime
    ahead: int | None
    expected: tuple[int, int] | None
    hall: str
    centre: str
    url: str
    offline: bool = False
    appointment_at: datetime | None = None
    itinerary: tuple["Stop", ...] = ()
    party: tuple[str, ...] = ()

    @classmethod
    def from_json(cls, view: Mapping[str, Any]) -> "Slip":
        """Read the server's ticket view. Raises SlipError."""
        language = language_of(view)
        return cls(
            label=text_of(view, "label", longest=LONGEST_LABEL),
            language=language,
            service=name_of(view, "service", language, names="short_names"),
            bring=name_of(view, "service", language, names="bring", empty=True),
            priority=None if view.get("priority") is None else name_of(view, "priority", language),
            issued_at=moment_of(view, "issued_at"),
            ahead=None if view.get("offline") is True else count_of(view, "ahead"),
            expected=_range(view),
            hall=name_of(view, "hall", language),
            centre=name_of(view, "centre", language),
            url=url_of(view),
            offline=view.get("offline") is True,
            appointment_at=None if view.get("appointment_at") is None else moment_of(view, "appointment_at"),
            itinerary=_itinerary(view, language),
            party=_party(view),
        )


def slip_document(slip: Slip, *, copy: int = 0, zone: str = "Asia/Ho_Chi_Minh", logo: Bitmap | None = None) -> Document:
    """Return the slip as a document; with `copy` of 1 or more it is marked as a reprint."""
    blocks: list[Block] = [*filter(None, (logo,)), Text(slip.centre, size="normal", bold=True, fixed=True)]
    blocks += [Text(title, size="large", bold=True, fixed=True) for title in _titles(slip.language)]
    blocks += [Mark(_said(slip, key)) for key, holds in (("slip.copy", copy), ("slip.offline", slip.offline)) if holds]
    blocks += [Number(slip.label), Text(slip.service, size="large", bold=True)]
    blocks += _stops(slip)
    if slip.party:
        blocks.append(Text(_said(slip, "slip.party", first=slip.party[0], last=slip.party[-1]), bold=True))
    if slip.priority is not None:
        blocks.append(Text(_said(slip, "slip.priority", priority=slip.priority), fixed=True))
    if slip.appointment_at is not None:
        blocks.append(Text(_moment_said(slip, "slip.appointment", slip.appointment_at, zone)))
    blocks += [Rule(), *_prospect(slip)]
    blocks.append(Text(_said(slip, "slip.where", hall=slip.hall), bold=True, fixed=True))
    if 0 < len(slip.bring) <= LONGEST_BRING:
        blocks.append(Text(_said(slip, "slip.bring", what=slip.bring), size="small"))
    blocks += [Space(2), Qr(slip.url), Text(_said(slip, "slip.follow"), size="small", fixed=True), Rule()]
    blocks.append(Text(_said(slip, "slip.order"), size="small", fixed=True))
    blocks.append(Text(_moment_said(slip, "slip.issued", slip.issued_at, zone), size="small"))
    return Document(tuple(blocks))


def _titles(language: str) -> list[str]:
    official = text("slip.title", "vi")
    return [official] if language == "vi" else [official, text("slip.title", language)]


def _prospect(slip: Slip) -> list[Block]:
    if slip.ahead is None:
        return [Text(_said(slip, "slip.offline_explained"))]
    ahead = Text(_said(slip, "slip.ahead", count=slip.ahead))
    if slip.expected is None:
        return [ahead]
    low, high = slip.expected
    key = "slip.expected" if low else "slip.expected_under"
    return [ahead, Text(_said(slip, key, low=low, high=high))]


def _moment_said(slip: Slip, key: str, at: datetime, zone: str) -> str:
    local = at.astimezone(ZoneInfo(zone))
    return _said(slip, key, time=f"{local:%H:%M}", date=f"{local:%d/%m/%Y}")


def _stops(slip: Slip) -> list[Block]:
    if not slip.itinerary:
        return []
    blocks: list[Block] = [Text(_said(slip, "slip.itinerary", count=len(slip.itinerary)))]
    for at, stop in enumerate(slip.itinerary, start=1):
        key = "slip.stop_nowhere" if stop.hall is None else "slip.stop"
        blocks.append(Text(_said(slip, key, at=at, service=stop.service, hall=stop.hall), bold=True))
    return blocks


def _said(slip: Slip, key: str, **facts: object) -> str:
    return text(key, slip.language, **facts)


def _party(view: Mapping[str, Any]) -> tuple[str, ...]:
    labels = view.get("party", [])
    if not isinstance(labels, list) or not all(isinstance(each, str) and len(each) <= LONGEST_LABEL for each in labels):
        raise SlipError("party")
    return tuple(cleaned(each) for each in labels)


def _itinerary(view: Mapping[str, Any], language: str) -> tuple[Stop, ...]:
    stops = view.get("itinerary", [])
    if not isinstance(stops, list) or len(stops) > MOST_STOPS or not all(isinstance(stop, Mapping) for stop in stops):
        raise SlipError("itinerary")
    return tuple(
        Stop(
            service=name_of(stop, "service", language, names="short_names"),
            hall=None if stop.get("hall") is None else name_of(stop, "hall", language),
        )
        for stop in stops
    )


def _range(view: Mapping[str, Any]) -> tuple[int, int] | None:
    expected = view.get("expected")
    if expected is None:
        return None
    if not isinstance(expected, Mapping):
        raise SlipError("expected")
    low, high = count_of(expected, "low_minutes"), count_of(expected, "high_minutes")
    if high < low:
        raise SlipError("expected")
    return low, high
