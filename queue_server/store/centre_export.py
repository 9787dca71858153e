"""A centre of the database as the file that would make it."""

import json
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, select, text

from queue_server.domain.catalogue import Level
from queue_server.domain.centre import CentreSetup, Counter, Line
from queue_server.domain.centre_file import (
    CentreFile,
    CounterEntry,
    HallEntry,
    LineEntry,
    PriorityClassEntry,
    ServiceEntry,
    StaffEntry,
)
from queue_server.domain.errors import NotFound
from queue_server.domain.hours import OpeningHours
from queue_server.store.prepared import Prepared
from queue_server.store.procedure_switches import own_choices
from queue_server.store.schema import CentreRow, ServiceRow
from queue_server.store.setup import hours_from_json, read_setup
from queue_server.store.skills import kept_skills
from queue_server.store.tables import table

_STAFF = Prepared(
    text(
        "SELECT s.login, s.name, s.roles, 0, s.id FROM staff s WHERE s.centre_id = :centre_id AND s.active"
        " UNION ALL"
        " SELECT s.login, s.name, m.roles, 1, s.id FROM membership m JOIN staff s ON s.id = m.staff_id"
        " WHERE m.centre_id = :centre_id AND s.active ORDER BY 4, 5"
    )
)


def centre_id_of(connection: Connection, code: str) -> int:
    """Return the id of the centre of that code. Raises NotFound."""
    rows = table(CentreRow)
    found = connection.execute(select(rows.c.id).where(rows.c.code == code)).scalar_one_or_none()
    if found is None:
        raise NotFound(what="centre", name=code)
    return int(found)


def export_centre(connection: Connection, centre_id: int, *, procedures: bool = False) -> CentreFile:
    """Return all of the centre that is not retired, with `procedures` also its own choices in the national catalogue.

    Raises NotFound.
    """
    rows = table(CentreRow)
    centre = connection.execute(select(rows).where(rows.c.id == centre_id)).one_or_none()
    if centre is None:
        raise NotFound(what="centre", name=centre_id)
    setup = read_setup(connection, centre_id)
    timetables = {name: hours_from_json(json.dumps(hours)) for name, hours in json.loads(centre.timetables).items()}
    services = _services(connection, setup, timetables)
    return CentreFile(
        code=setup.code,
        names=setup.names,
        level=Level(centre.level),
        zone=setup.zone,
        wait_target_minutes=setup.wait_target_minutes,
        dossier_target_minutes=setup.dossier_target_minutes,
        dossier_pattern=setup.dossier_pattern,
        closed_days=tuple(sorted(setup.closed_days)),
        working_days=setup.working_days,
        early_minutes=setup.early_minutes,
        closing_rule=setup.closing_rule,
        recalls_before_no_show=setup.recalls_before_no_show,
        reinstate_grace_minutes=setup.reinstate_grace_minutes,
        appointment_rules=setup.appointment_rules,
        timetables=timetables,
        halls=tuple(HallEntry(code=hall.code, names=hall.names) for hall in setup.halls.values()),
        lines=tuple(_line(setup, line) for line in setup.lines.values()),
        services=services,
        priority_classes=tuple(
            PriorityClassEntry(code=each.code, names=each.names, head_start_minutes=each.head_start_minutes)
            for each in setup.priority_classes.values()
        ),
        counters=_counters(connection, setup),
        staff=_staff(connection, centre_id),
        work=setup.work,
        dossier_hours=setup.dossier_hours,
        dossier_timetable=_timetable(timetables, centre.dossier_timetable, setup.dossier_hours),
        received_until=centre.received_until,
        logo=setup.logo,
        procedures=own_choices(connection, setup) if procedures else None,
    )


def _line(setup: CentreSetup, line: Line) -> LineEntry:
    return LineEntry(
        code=line.code,
        letter=line.letter,
        names=line.names,
        hall=setup.halls[line.hall_id].code,
        nominal_minutes=line.nominal_minutes,
        first_number=line.series.first,
        last_number=line.series.last,
        digits=line.series.digits,
        reserve_first=None if line.reserve is None else line.reserve.first,
        reserve_last=None if line.reserve is None else line.reserve.last,
    )


def _services(
    connection: Connection, setup: CentreSetup, timetables: dict[str, OpeningHours]
) -> Sequence[ServiceEntry]:
    rows = table(ServiceRow)
    kept = {row.id: row for row in connection.execute(select(rows).where(rows.c.centre_id == setup.id))}
    return tuple(
        ServiceEntry(
            code=service.code,
            names=service.names,
            short_names=service.short_names,
            bring=service.bring,
            line=None if service.line_id is None else setup.lines[service.line_id].code,
            hours=service.hours,
            timetable=_timetable(timetables, kept[service.id].timetable, service.hours),
            fields=tuple(json.loads(kept[service.id].fields)),
            daily_limit=service.daily_limit,
            booking=setup.bookings.get(service.id),
            returns_results=service.returns_results,
        )
        for service in setup.services.values()
    )


def _timetable(timetables: dict[str, OpeningHours], name: str | None, hours: OpeningHours) -> str | None:
    """Return the name of the hours; hours that no file has named get a name of their own."""
    if not hours:
        return None
    if name is not None and timetables.get(name) == hours:
        return name
    for known, written in timetables.items():
        if written == hours:
            return known
    fresh = next(f"hours-{number}" for number in range(1, len(timetables) + 2) if f"hours-{number}" not in timetables)
    timetables[fresh] = hours
    return fresh


def _counters(connection: Connection, setup: CentreSetup) -> Sequence[CounterEntry]:
    """Counters with their own skills, whatever they have for today."""
    kept = kept_skills(connection, setup.id)
    return tuple(
        _counter(setup, counter, kept[counter.id].skills if counter.id in kept else counter.skills)
        for counter in setup.counters.values()
    )


def _counter(setup: CentreSetup, counter: Counter, own: Mapping[int, int]) -> CounterEntry:
    skills = {line.code: own[line.id] for line in setup.lines.values() if line.id in own}
    ranked = dict(sorted(skills.items(), key=lambda each: each[1]))
    hall = setup.halls[counter.hall_id].code
    return CounterEntry(number=counter.number, names=counter.names, hall=hall, skills=ranked, shared=counter.shared)


def _staff(connection: Connection, centre_id: int) -> Sequence[StaffEntry]:
    """The people of the centre, then those whose home is another one."""
    found = _STAFF.run(connection, centre_id=centre_id)
    return tuple(StaffEntry(login=row[0], name=row[1], roles=tuple(json.loads(row[2]))) for row in found)
