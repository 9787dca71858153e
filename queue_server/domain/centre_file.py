"""A centre's set-up as a technician writes it: one TOML file read into frozen values, every mistake named by its place.

The reader is strict: an unknown key is a mistake, a text is needed in every language, and what refers to a line, a hall
or a timetable must name one of this file. `queue_server/demo/quang_ninh.toml` is a whole example.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from queue_server.domain.appointment import AppointmentRules, Booking
from queue_server.domain.catalogue import Level
from queue_server.domain.centre import Names
from queue_server.domain.hours import OpeningHours
from queue_server.domain.numbering import LAST_NUMBER, Series
from queue_server.domain.work_rules import USUAL_WORK, WorkRules


@dataclass(frozen=True, slots=True, kw_only=True)
class HallEntry:
    """A hall of the file."""

    code: str
    names: Names


@dataclass(frozen=True, slots=True, kw_only=True)
class LineEntry:
    """A line of the file; `hall` is a hall's code. Its numbers run from `first_number` to `last_number` each day.

    Kiosks that have lost the server give numbers from `reserve_first` to `reserve_last`; None for a line without.
    """

    code: str
    letter: str
    names: Names
    hall: str
    nominal_minutes: int
    first_number: int = 1
    last_number: int = LAST_NUMBER
    digits: int = 3
    reserve_first: int | None = None
    reserve_last: int | None = None

    @property
    def series(self) -> Series:
        """The numbers of the line."""
        return Series(letter=self.letter, first=self.first_number, last=self.last_number, digits=self.digits)

    @property
    def reserve(self) -> Series | None:
        """The numbers that are leased to kiosks."""
        if self.reserve_first is None or self.reserve_last is None:
            return None
        return Series(letter=self.letter, first=self.reserve_first, last=self.reserve_last, digits=self.digits)

    @property
    def ranges(self) -> Sequence[Series]:
        """All numbers of the line: its own, and its reserve where it has one."""
        return (self.series,) if self.reserve is None else (self.series, self.reserve)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceEntry:
    """A service of the file; `line` is a line's code, or None for a service that is not offered at the kiosk.

    `fields` are the fields of the national catalogue whose procedures belong to it. Its `hours` are those of the
    `timetable` that it names; without one it is always open.
    At most `daily_limit` numbers are given a day, None for no limit. Without `booking` it takes no appointments. With
    `returns_results` a number is given for a dossier whose result is ready.
    """

    code: str
    names: Names
    short_names: Names
    bring: Names
    line: str | None
    hours: OpeningHours
    timetable: str | None
    fields: Sequence[str]
    daily_limit: int | None
    booking: Booking | None
    returns_results: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorityClassEntry:
    """A priority class of the file."""

    code: str
    names: Names
    head_start_minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterEntry:
    """A counter of the file; `skills` gives each line's code its rank, 1 before 2. At a `shared` one two may sit."""

    number: int
    names: Names
    hall: str
    skills: Mapping[str, int]
    shared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffEntry:
    """A person of the file. Passwords never stand in a file: they are made when the centre is seeded."""

    login: str
    name: str
    roles: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureEntry:
    """What a centre has decided of its own about a procedure of the national catalogue.

    Whether it is `offered` here, under which short name, and with which service; None is as the catalogue has it.
    """

    code: str
    offered: bool = True
    short_name: str | None = None
    service: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CentreFile:
    """All that a centre file says. The order of lines, services and priority classes is the order on the kiosk.

    On `closed_days` nothing is open; on `working_days` the hours are those of the weekday named there. Numbers are
    given from `early_minutes` before a window opens; under the `closing_rule` no number is given whose turn is
    predicted after closing. A citizen is absent after a call and `recalls_before_no_show` more, and keeps the place
    when back within `reinstate_grace_minutes`. Dossiers are worked on in `dossier_hours`, those of the
    `dossier_timetable`; what comes in after `received_until` ("24:00": never) counts for the next day. `procedures`
    are the centre's own choices in the national catalogue; None leaves them as they are. `logo` is a text of
    `hardware.logo` for slips.
    """

    code: str
    names: Names
    level: Level
    zone: str
    wait_target_minutes: int
    dossier_target_minutes: int
    dossier_pattern: str
    closed_days: Sequence[date]
    working_days: Mapping[date, str]
    early_minutes: int
    closing_rule: bool
    recalls_before_no_show: int
    reinstate_grace_minutes: int
    appointment_rules: AppointmentRules
    timetables: Mapping[str, OpeningHours]
    halls: Sequence[HallEntry]
    lines: Sequence[LineEntry]
    services: Sequence[ServiceEntry]
    priority_classes: Sequence[PriorityClassEntry]
    counters: Sequence[CounterEntry]
    staff: Sequence[StaffEntry]
    work: WorkRules = USUAL_WORK
    dossier_hours: OpeningHours = field(default_factory=dict)
    dossier_timetable: str | None = None
    received_until: str = "15:00"
    logo: str | None = None
    procedures: Sequence[ProcedureEntry] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """One thing wrong in a centre file.

    `place` is where ("services[3].line", counted from 1; "" for the whole file); `detail` says it in English words.
    `code` is stable: file.unreadable, key.unknown, key.missing, type.wrong, value.wrong, value.repeated, name.unknown,
    and those of `domain.centre_retiring`. `reason` parts a code further, and `facts` are what a message may name.
    """

    place: str
    code: str
    detail: str
    reason: str = ""
    facts: Mapping[str, str | int | Names] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.place}: {self.detail}" if self.place else self.detail


class CentreFileInvalid(Exception):
    """The file has mistakes; `mistakes` are all of them, in the order of the file's parts."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        super().__init__("; ".join(str(mistake) for mistake in mistakes))
        self.mistakes = tuple(mistakes)


def load_toml(text: str) -> Mapping[str, object]:
    """Parse the text. Raises CentreFileInvalid with the line and column of what is no TOML."""
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # no TOML, or a number of thousands of digits
        raise CentreFileInvalid([Mistake(place="", code="file.unreadable", detail=f"no TOML: {error}")]) from None
