"""The set-up of a centre as one frozen value: halls, lines, services, counters with their skills, priority classes."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date, time
from typing import TypeVar

from queue_server.domain.appointment import AppointmentRules, Booking
from queue_server.domain.due import OFFICE_HOURS, RECEIVED_UNTIL, WorkCalendar
from queue_server.domain.errors import NotFound
from queue_server.domain.hours import OpeningHours, Timetable
from queue_server.domain.numbering import Series
from queue_server.domain.work_rules import USUAL_WORK, WorkRules

Thing = TypeVar("Thing")
Coded = TypeVar("Coded", "Hall", "Line", "Service", "PriorityClass")

LANGUAGES = ("vi", "en", "zh")

Names = Mapping[str, str]
"""A text in each of LANGUAGES."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hall:
    """A waiting room with its boards."""

    id: int
    code: str
    names: Names


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The ordered set of waiting tickets of a service group; on the kiosk it is the group of its services.

    `reserve` are the numbers that kiosks may give while they have lost the server, None for a line without.
    """

    id: int
    code: str
    series: Series
    names: Names
    hall_id: int
    nominal_minutes: int
    position: int
    reserve: Series | None = None

    @property
    def letter(self) -> str:
        """The letter of its numbers."""
        return self.series.letter


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """What a citizen comes for. Without a line it is not offered at the kiosk.

    At most `daily_limit` numbers are given a day, None for no limit. With `returns_results` a number is given for a
    dossier whose result is ready.
    """

    id: int
    code: str
    names: Names
    short_names: Names
    bring: Names
    line_id: int | None
    hours: OpeningHours
    position: int
    daily_limit: int | None = None
    returns_results: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorityClass:
    """A legal ground for precedence."""

    id: int
    code: str
    names: Names
    head_start_minutes: int
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """A desk. `skills` are the ids of the lines it serves, in order of rank; equal ranks share a rank number.

    `automatic` says whether its clerk lets it call by itself, where the centre has that. At
    a `shared` one two clerks may sit, with one ticket at a time.
    """

    id: int
    number: int
    names: Names
    hall_id: int
    skills: Mapping[int, int]
    automatic: bool = True
    shared: bool = False


class InForce(dict[int, Thing]):
    """Parts of a set-up by id. Only those in force are listed; a retired one is still found by its id alone, so that
    tickets and reports of the past can name it. `in` and `get` know only those in force.
    """

    def __init__(self, in_force: Mapping[int, Thing], retired: Mapping[int, Thing]) -> None:
        super().__init__(in_force)
        self._retired = dict(retired)

    def __missing__(self, key: int) -> Thing:
        return self._retired[key]


@dataclass(frozen=True, slots=True, kw_only=True)
class CentreSetup:
    """All of a centre's set-up at one version. Lookups by code raise NotFound.

    `late_allowed_on` is the ordinal of the service day for which staff have lifted the closing rule. A citizen
    is absent after a call and `recalls_before_no_show` more, and keeps the place when back within
    `reinstate_grace_minutes`. `bookings` has the services that take appointments, by their ids. Dossiers are worked
    on in `dossier_hours` (office hours when empty); what comes in after `received_until` counts for the next working
    day. `logo` is for slips.
    """

    id: int
    version: int
    code: str
    names: Names
    zone: str
    wait_target_minutes: int
    dossier_target_minutes: int
    dossier_pattern: str
    halls: Mapping[int, Hall]
    lines: Mapping[int, Line]
    services: Mapping[int, Service]
    priority_classes: Mapping[int, PriorityClass]
    counters: Mapping[int, Counter]
    counters_by_line: Mapping[int, tuple[Counter, ...]]
    closed_days: AbstractSet[date] = frozenset()
    working_days: Mapping[date, str] = field(default_factory=dict)
    early_minutes: int = 0
    closing_rule: bool = False
    late_allowed_on: int | None = None
    recalls_before_no_show: int = 0
    reinstate_grace_minutes: int = 15
    work: WorkRules = USUAL_WORK
    bookings: Mapping[int, Booking] = field(default_factory=dict)
    appointment_rules: AppointmentRules = field(default_factory=AppointmentRules)
    dossier_hours: OpeningHours = field(default_factory=dict)
    received_until: time | None = RECEIVED_UNTIL
    logo: str | None = None

    def service(self, code: str) -> Service:
        """Return the service of that code."""
        return _by_code(self.services, code, "service")

    def line(self, code: str) -> Line:
        """Return the line of that code."""
        return _by_code(self.lines, code, "line")

    def hall(self, code: str) -> Hall:
        """Return the hall of that code."""
        return _by_code(self.halls, code, "hall")

    def priority_class(self, code: str) -> PriorityClass:
        """Return the priority class of that code."""
        return _by_code(self.priority_classes, code, "priority_class")

    def counter(self, number: int) -> Counter:
        """Return the counter of that number."""
        for counter in self.counters.values():
            if counter.number == number:
                return counter
        raise NotFound(what="counter", name=number)

    def timetable(self, service: Service) -> Timetable:
        """Return when the service is at work and gives numbers."""
        return self._timetable(service.hours, self.early_minutes)

    @property
    def work_calendar(self) -> WorkCalendar:
        """When the centre works on dossiers."""
        timetable = self._timetable(self.dossier_hours or OFFICE_HOURS)
        return WorkCalendar(timetable=timetable, received_until=self.received_until)

    def _timetable(self, hours: OpeningHours, early_minutes: int = 0) -> Timetable:
        return Timetable(
            hours=hours,
            zone=self.zone,
            closed_days=self.closed_days,
            working_days=self.working_days,
            early_minutes=early_minutes,
        )

    def fetched_in(self, line_id: int) -> Service | None:
        """Return the service for which one waits in a line where results are fetched and nothing else, or None."""
        services = [service for service in self.services.values() if service.line_id == line_id]
        return services[0] if services and all(service.returns_results for service in services) else None

    def counters_of(self, line_id: int) -> tuple[Counter, ...]:
        """Return the counters that may serve the line."""
        return self.counters_by_line.get(line_id, ())


def _by_code(things: Mapping[int, Coded], code: str, what: str) -> Coded:
    for thing in things.values():
        if thing.code == code:
            return thing
    raise NotFound(what=what, name=code)
