"""From the text of a centre file to its value, or all of its mistakes."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from hardware.errors import LogoInvalid
from hardware.logo import LONGEST as LONGEST_LOGO
from hardware.logo import read_logo, write_logo
from queue_server.domain.appointment import AppointmentRules, Booking
from queue_server.domain.catalogue import Level
from queue_server.domain.catalogue_selection import field_key
from queue_server.domain.centre_file import (
    CentreFile,
    CentreFileInvalid,
    CounterEntry,
    HallEntry,
    LineEntry,
    Mistake,
    PriorityClassEntry,
    ProcedureEntry,
    ServiceEntry,
    StaffEntry,
    load_toml,
)
from queue_server.domain.hours import OpeningHours
from queue_server.domain.numbering import LAST_NUMBER
from queue_server.domain.roles import ROLES
from queue_server.domain.short_name import LONGEST
from queue_server.domain.strict_table import StrictTable
from queue_server.domain.work_rules import USUAL_REASONS, USUAL_WORK, BreakReason, WorkRules

CENTRE_LEVELS = (Level.PROVINCE, Level.COMMUNE)


def read_centre_file(text: str) -> CentreFile:
    """Read a centre file. Raises CentreFileInvalid with every mistake found."""
    return read_centre_document(load_toml(text))


def read_centre_document(document: Mapping[str, object]) -> CentreFile:
    """Read what a centre file holds, as TOML or JSON gives it. Raises CentreFileInvalid with every mistake found."""
    mistakes: list[Mistake] = []
    root = StrictTable(document, "", mistakes)
    centre = _centre(root)
    root.done()
    if mistakes:
        raise CentreFileInvalid(mistakes)
    return centre


def _centre(root: StrictTable) -> CentreFile:
    timetables = _timetables(root.table("timetables", needed=False))
    halls = _halls(root.tables("halls"))
    lines = _lines(root.tables("lines"), [hall.code for hall in halls])
    line_codes = [line.code for line in lines]
    dossier_timetable = _timetable(root, "dossier_hours", timetables)
    closed_days = root.dates("closed_days")
    services = _services(root.tables("services"), line_codes, timetables)
    return CentreFile(
        code=root.code(),
        names=root.names(),
        level=_level(root.matching("level", "|".join(CENTRE_LEVELS), what="province or commune")),
        zone=root.checked("zone", ZoneInfo, what="a time zone like Asia/Ho_Chi_Minh"),
        wait_target_minutes=root.integer("wait_target_minutes", least=1, most=480),
        dossier_target_minutes=root.integer("dossier_target_minutes", least=1, most=480),
        dossier_pattern=root.checked("dossier_pattern", re.compile, what="a regular expression"),
        closed_days=closed_days,
        working_days=_working_days(root.table("working_days", needed=False), closed_days),
        early_minutes=root.maybe_integer("early_minutes", least=0, most=240) or 0,
        closing_rule=root.switch("closing_rule"),
        recalls_before_no_show=root.optional_integer("recalls_before_no_show", least=0, most=9, default=0),
        reinstate_grace_minutes=root.optional_integer("reinstate_grace_minutes", least=0, most=480, default=15),
        appointment_rules=_appointment_rules(root.table("appointments", needed=False)),
        timetables=timetables,
        halls=halls,
        lines=lines,
        services=services,
        priority_classes=_priority_classes(root.tables("priority_classes")),
        counters=_counters(root.tables("counters"), [hall.code for hall in halls], line_codes),
        staff=_staff(root.tables("staff")),
        work=_work(root.table("work", needed=False)),
        dossier_hours=timetables.get(dossier_timetable or "", {}),
        dossier_timetable=dossier_timetable,
        received_until=_received_until(root),
        logo=_logo(root),
        procedures=_procedures(root, [service.code for service in services]),
    )


def _timetable(table: StrictTable, key: str, timetables: Mapping[str, OpeningHours]) -> str | None:
    return table.one_of(key, tuple(timetables), what="timetable", needed=False) or None


def _working_days(table: StrictTable, closed: Sequence[date]) -> Mapping[date, str]:
    days = table.weekdays()
    for day in days.keys() & set(closed):
        table.mistaken(day.isoformat(), "is closed and works at once", reason="closed_and_working")
    return days


def _received_until(root: StrictTable) -> str:
    written = root.text("received_until", needed=False) or "15:00"
    if not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]|24:00", written):
        root.mistakes.append(Mistake(place="received_until", code="value.wrong", detail=f"{written!r} is no time"))
        return "15:00"
    return written


def _logo(root: StrictTable) -> str | None:
    written = root.text("logo", most=LONGEST_LOGO, needed=False)
    try:
        return write_logo(read_logo(written)) if written else None
    except LogoInvalid:
        root.mistaken("logo", "is no logo as the administration page makes one of a PNG", reason="logo")
        return None


def _level(written: str) -> Level:
    return Level.COMMUNE if written == Level.COMMUNE else Level.PROVINCE


def _timetables(table: StrictTable) -> Mapping[str, OpeningHours]:
    named = [name for name in table.keys() if table.named(name)]  # noqa: SIM118 - a reader, not a mapping
    timetables = {name: table.table(name).hours() for name in named}
    table.done()
    return timetables


def _halls(tables: Sequence[StrictTable]) -> Sequence[HallEntry]:
    seen: set[str] = set()
    halls = []
    for table in tables:
        hall = HallEntry(code=table.code(), names=table.names())
        table.unique("code", seen, hall.code)
        table.done()
        halls.append(hall)
    return tuple(halls)


def _lines(tables: Sequence[StrictTable], halls: Sequence[str]) -> Sequence[LineEntry]:
    codes: set[str] = set()
    lines: list[LineEntry] = []
    for table in tables:
        line = LineEntry(
            code=table.code(),
            letter=table.matching("letter", "[A-Z]{1,2}", what="one or two capitals from A to Z"),
            names=table.names(),
            hall=table.one_of("hall", halls, what="hall") or "",
            nominal_minutes=table.integer("nominal_minutes", least=1, most=240),
            first_number=(first := table.optional_integer("first_number", least=1, most=999_999, default=1)),
            last_number=_last_number(table, first=first),
            digits=table.optional_integer("digits", least=1, most=6, default=3),
            reserve_first=(reserve := _reserve(table))[0],
            reserve_last=reserve[1],
        )
        table.unique("code", codes, line.code)
        table.unique("letter", {each.letter for each in lines if _overlap(each, line)}, line.letter)
        if line.reserve is not None and line.reserve.overlaps(line.series):
            table.unique("reserve_first", {str(line.reserve.first)}, str(line.reserve.first))
        table.done()
        lines.append(line)
    return tuple(lines)


def _overlap(one: LineEntry, other: LineEntry) -> bool:
    return any(its.overlaps(others) for its in one.ranges for others in other.ranges)


def _reserve(table: StrictTable) -> tuple[int | None, int | None]:
    """Return the first and last number that kiosks may be leased; both or neither must be said."""
    if not (table.has("reserve_first") or table.has("reserve_last")):
        return None, None
    first = table.integer("reserve_first", least=1, most=999_999)
    return first, table.integer("reserve_last", least=first, most=999_999)


def _last_number(table: StrictTable, *, first: int) -> int:
    """Return the last number; a line that begins beyond the usual one must say it."""
    if first > LAST_NUMBER:
        return table.integer("last_number", least=first, most=999_999)
    return table.optional_integer("last_number", least=first, most=999_999, default=LAST_NUMBER)


def _services(
    tables: Sequence[StrictTable], lines: Sequence[str], timetables: Mapping[str, OpeningHours]
) -> Sequence[ServiceEntry]:
    codes: set[str] = set()
    fields: set[str] = set()
    services = []
    for table in tables:
        timetable = _timetable(table, "hours", timetables)
        service = ServiceEntry(
            code=table.code(),
            names=table.names(),
            short_names=table.names("short_names", most=LONGEST),
            bring=table.names("bring", empty=True),
            line=table.one_of("line", lines, what="line", needed=False),
            hours=timetables.get(timetable or "", {}),
            timetable=timetable,
            fields=table.texts("fields", needed=False),
            daily_limit=table.maybe_integer("daily_limit", least=1, most=9999),
            booking=_booking(table),
            returns_results=table.switch("returns_results"),
        )
        table.unique("code", codes, service.code)
        if service.returns_results and service.booking is not None:
            # A number is given for a dossier whose result is ready, which nobody can know when the time is booked.
            table.mistaken("booking", "a service that returns results takes no appointments", reason="returns_results")
        for field in service.fields:
            table.unique("fields", fields, field_key(field))
        table.done()
        services.append(service)
    return tuple(services)


def _booking(service: StrictTable) -> Booking | None:
    if not service.has("booking"):
        return None
    table = service.table("booking")
    booking = Booking(
        slot_minutes=table.integer("slot_minutes", least=5, most=480),
        capacity=table.integer("capacity", least=1, most=999),
        days_ahead=table.integer("days_ahead", least=0, most=90),
    )
    table.done()
    return booking


def _appointment_rules(table: StrictTable) -> AppointmentRules:
    usual = AppointmentRules()
    rules = AppointmentRules(
        head_start_minutes=table.optional_integer(
            "head_start_minutes", least=0, most=240, default=usual.head_start_minutes
        ),
        early_minutes=table.optional_integer("early_minutes", least=10, most=240, default=usual.early_minutes),
        grace_minutes=table.optional_integer("grace_minutes", least=0, most=480, default=usual.grace_minutes),
        remind_hours=table.optional_integer("remind_hours", least=1, most=168, default=usual.remind_hours),
    )
    table.done()
    return rules


def _priority_classes(tables: Sequence[StrictTable]) -> Sequence[PriorityClassEntry]:
    seen: set[str] = set()
    classes = []
    for table in tables:
        each = PriorityClassEntry(
            code=table.code(),
            names=table.names(),
            head_start_minutes=table.integer("head_start_minutes", least=0, most=1440),
        )
        table.unique("code", seen, each.code)
        table.done()
        classes.append(each)
    return tuple(classes)


def _counters(tables: Sequence[StrictTable], halls: Sequence[str], lines: Sequence[str]) -> Sequence[CounterEntry]:
    seen: set[str] = set()
    counters = []
    for table in tables:
        counter = CounterEntry(
            number=table.integer("number", least=1, most=999),
            names=table.names(),
            hall=table.one_of("hall", halls, what="hall") or "",
            skills=_skills(table.table("skills"), lines),
            shared=table.switch("shared"),
        )
        table.unique("number", seen, str(counter.number))
        table.done()
        counters.append(counter)
    return tuple(counters)


def _skills(table: StrictTable, lines: Sequence[str]) -> Mapping[str, int]:
    """Read {line = rank}; a line that the file does not have stays unasked and so is noted as unknown."""
    skills = {line: table.integer(line, least=1, most=99) for line in table.keys() if line in lines}  # noqa: SIM118
    table.done()
    return skills


def _staff(tables: Sequence[StrictTable]) -> Sequence[StaffEntry]:
    seen: set[str] = set()
    staff = []
    for table in tables:
        person = StaffEntry(
            login=table.matching("login", r"[a-z][a-z0-9._-]{1,39}", what="a login: small letters, digits, . _ -"),
            name=table.text("name", most=100),
            roles=table.texts("roles"),
        )
        table.unique("login", seen, person.login)
        for role in person.roles:
            table.known("roles", role, tuple(ROLES), what="role")
        table.done()
        staff.append(person)
    return tuple(staff)


def _procedures(root: StrictTable, services: Sequence[str]) -> Sequence[ProcedureEntry] | None:
    if not root.has("procedures"):
        return None
    seen: set[str] = set()
    procedures = []
    for table in root.tables("procedures", empty=True):
        each = ProcedureEntry(
            code=table.text("code", most=40),
            offered=table.switch("offered") if table.has("offered") else True,
            short_name=table.text("short_name", most=LONGEST, needed=False) or None,
            service=table.one_of("service", services, what="service", needed=False),
        )
        table.unique("code", seen, each.code)
        table.done()
        procedures.append(each)
    return tuple(procedures)


def _work(table: StrictTable) -> WorkRules:
    rules = WorkRules(
        break_reasons=_break_reasons(table),
        automatic_call=table.switch("automatic_call"),
        hold_reminder_minutes=table.optional_integer(
            "hold_reminder_minutes", least=1, most=480, default=USUAL_WORK.hold_reminder_minutes
        ),
        hold_alarm_minutes=table.optional_integer(
            "hold_alarm_minutes", least=1, most=480, default=USUAL_WORK.hold_alarm_minutes
        ),
    )
    table.done()
    return rules


def _break_reasons(work: StrictTable) -> Sequence[BreakReason]:
    """Read the centre's own reasons; without any, the usual ones."""
    if "break_reasons" not in work.keys():  # noqa: SIM118 - a reader, not a mapping
        return USUAL_REASONS
    seen: set[str] = set()
    reasons = []
    for table in work.tables("break_reasons"):
        reason = BreakReason(code=table.code(), names=table.names())
        table.unique("code", seen, reason.code)
        table.done()
        reasons.append(reason)
    return tuple(reasons)
