"""Reading a centre's set-up: once a version, then from memory."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, time
from typing import Any, TypeVar

from sqlalchemy import Connection, bindparam, select, text

from queue_server.domain.appointment import AppointmentRules, Booking
from queue_server.domain.centre import CentreSetup, Counter, Hall, InForce, Line, PriorityClass, Service
from queue_server.domain.errors import NotFound
from queue_server.domain.hours import OpeningHours, Window
from queue_server.domain.numbering import Series
from queue_server.store.engine import Store
from queue_server.store.prepared import Prepared
from queue_server.store.schema import (
    CentreRow,
    CounterRow,
    HallRow,
    LineRow,
    PriorityClassRow,
    ServiceRow,
    SkillRow,
)
from queue_server.store.schema_appointments import AppointmentRulesRow, BookingRow
from queue_server.store.tables import table
from queue_server.store.unit import Unit
from queue_server.store.work_rules import work_rules_from_json

Thing = TypeVar("Thing")

_centre = table(CentreRow)
_version = select(_centre.c.version).where(_centre.c.id == bindparam("id"))
_READ_VERSION = Prepared(_version)
_LOCK_VERSION = Prepared(_version.with_for_update(key_share=True))
_BY_CODE = Prepared(select(_centre.c.id).where(_centre.c.code == bindparam("code")))
_SAVE_AUTOMATIC = Prepared(text("UPDATE counter SET automatic = :on WHERE id = :id"))
_CHANGED = Prepared(text("UPDATE centre SET version = version + 1 WHERE id = :id"))


NO_CUT = "24:00"
"""What a centre writes whose dossiers count for the day until it closes."""

_SAVE_LATE = Prepared(text("UPDATE centre SET late_allowed_on = :day, version = version + 1 WHERE id = :id"))


def setup_for_writing(unit: Unit, centre_id: int) -> CentreSetup:
    """Return the centre's set-up and let no other command of this centre run until this transaction ends.

    On SQLite the transaction already excludes all writers; on PostgreSQL the centre's row is locked, so that the order
    of turn is exact under concurrency (a skipped locked row would be an overtaken citizen).
    """
    return _at_version(unit.store, unit.connection, centre_id, _LOCK_VERSION)


def setup_of(store: Store, connection: Connection, centre_id: int) -> CentreSetup:
    """Return the centre's set-up for reading. Raises NotFound."""
    return _at_version(store, connection, centre_id, _READ_VERSION)


def centre_id_of(connection: Connection, code: str) -> int:
    """Return the id of the centre of that code. Raises NotFound."""
    found = _BY_CODE.run(connection, code=code).scalar()
    if found is None:
        raise NotFound(what="centre", name=code[:32])
    return int(found)


def save_automatic(connection: Connection, *, centre_id: int, counter_id: int, on: bool) -> None:
    """Write whether the counter calls by itself."""
    _SAVE_AUTOMATIC.run(connection, id=counter_id, on=on)
    _CHANGED.run(connection, id=centre_id)


def save_late_allowed(connection: Connection, *, centre_id: int, day_ordinal: int | None) -> None:
    """Write on which service day numbers are given although their turn is predicted after closing."""
    _SAVE_LATE.run(connection, id=centre_id, day=day_ordinal)


def _at_version(store: Store, connection: Connection, centre_id: int, statement: Prepared) -> CentreSetup:
    version = statement.run(connection, id=centre_id).scalar()
    if version is None:
        raise NotFound(what="centre", name=centre_id)
    known = store.cache.get(centre_id)
    if known is None or known.version != version:
        known = store.cache[centre_id] = read_setup(connection, centre_id)
    return known


def read_setup(connection: Connection, centre_id: int) -> CentreSetup:
    """Read the set-up as it is, also what this transaction has changed. The centre must exist.

    It is not kept: a transaction that has changed the set-up may yet be rolled back.
    """
    centre = connection.execute(select(_centre).where(_centre.c.id == centre_id)).one()
    counters = _counters(connection, centre_id)
    return CentreSetup(
        id=centre.id,
        version=centre.version,
        code=centre.code,
        names=json.loads(centre.names),
        zone=centre.zone,
        wait_target_minutes=centre.wait_target_minutes,
        dossier_target_minutes=centre.dossier_target_minutes,
        dossier_pattern=centre.dossier_pattern,
        halls=_known(connection, HallRow, centre_id, "code", _hall),
        lines=_known(connection, LineRow, centre_id, "position", _line),
        services=_known(connection, ServiceRow, centre_id, "position", _service),
        priority_classes=_known(connection, PriorityClassRow, centre_id, "position", _priority_class),
        counters=counters,
        counters_by_line=_by_line(counters.values()),
        closed_days=frozenset(map(date.fromisoformat, json.loads(centre.closed_days))),
        working_days={date.fromisoformat(day): weekday for day, weekday in json.loads(centre.working_days).items()},
        early_minutes=centre.early_minutes,
        closing_rule=centre.closing_rule,
        recalls_before_no_show=centre.recalls_before_no_show,
        reinstate_grace_minutes=centre.reinstate_grace_minutes,
        late_allowed_on=centre.late_allowed_on,
        work=work_rules_from_json(centre.work),
        bookings=_bookings(connection, centre_id),
        appointment_rules=_appointment_rules(connection, centre_id),
        dossier_hours=hours_from_json(centre.dossier_hours),
        logo=centre.logo,
        received_until=None if centre.received_until == NO_CUT else time.fromisoformat(centre.received_until),
    )


def _known(
    connection: Connection, model: type[Any], centre_id: int, order: str, read: Callable[[Any], Thing]
) -> InForce[Thing]:
    rows = _rows(connection, model, centre_id, order)
    return InForce(
        {row.id: read(row) for row in rows if not row.retired}, {row.id: read(row) for row in rows if row.retired}
    )


def _rows(connection: Connection, model: type[Any], centre_id: int, order: str) -> Sequence[Any]:
    rows = table(model)
    return connection.execute(
        select(rows).where(rows.c.centre_id == centre_id).order_by(rows.c[order], rows.c.id)
    ).all()


def _hall(row: Any) -> Hall:
    return Hall(id=row.id, code=row.code, names=json.loads(row.names))


def _line(row: Any) -> Line:
    return Line(
        id=row.id,
        code=row.code,
        series=Series(letter=row.letter, first=row.first_number, last=row.last_number, digits=row.digits),
        names=json.loads(row.names),
        hall_id=row.hall_id,
        nominal_minutes=row.nominal_minutes,
        position=row.position,
        reserve=_reserve(row),
    )


def _reserve(row: Any) -> Series | None:
    if row.reserve_first is None or row.reserve_last is None:
        return None
    return Series(letter=row.letter, first=row.reserve_first, last=row.reserve_last, digits=row.digits)


def _service(row: Any) -> Service:
    return Service(
        id=row.id,
        code=row.code,
        names=json.loads(row.names),
        short_names=json.loads(row.short_names),
        bring=json.loads(row.bring),
        line_id=row.line_id,
        hours=hours_from_json(row.hours),
        position=row.position,
        daily_limit=row.daily_limit,
        returns_results=row.returns_results,
    )


def _priority_class(row: Any) -> PriorityClass:
    return PriorityClass(
        id=row.id,
        code=row.code,
        names=json.loads(row.names),
        head_start_minutes=row.head_start_minutes,
        position=row.position,
    )


def _bookings(connection: Connection, centre_id: int) -> Mapping[int, Booking]:
    own = select(table(BookingRow)).join(table(ServiceRow)).where(table(ServiceRow).c.centre_id == centre_id)
    return {
        row.service_id: Booking(slot_minutes=row.slot_minutes, capacity=row.capacity, days_ahead=row.days_ahead)
        for row in connection.execute(own)
    }


def _appointment_rules(connection: Connection, centre_id: int) -> AppointmentRules:
    rules = table(AppointmentRulesRow)
    row = connection.execute(select(rules).where(rules.c.centre_id == centre_id)).one_or_none()
    if row is None:
        return AppointmentRules()
    return AppointmentRules(
        head_start_minutes=row.head_start_minutes,
        early_minutes=row.early_minutes,
        grace_minutes=row.grace_minutes,
        remind_hours=row.remind_hours,
    )


def _counters(connection: Connection, centre_id: int) -> Mapping[int, Counter]:
    skills: dict[int, dict[int, int]] = {}
    own = select(table(SkillRow)).join(table(CounterRow)).where(table(CounterRow).c.centre_id == centre_id)
    for skill in connection.execute(own):
        skills.setdefault(skill.counter_id, {})[skill.line_id] = skill.rank

    def counter(row: Any) -> Counter:
        return Counter(
            id=row.id,
            number=row.number,
            names=json.loads(row.names),
            hall_id=row.hall_id,
            skills=skills.get(row.id, {}),
            automatic=row.automatic,
            shared=row.shared,
        )

    return _known(connection, CounterRow, centre_id, "number", counter)


def _by_line(counters: Iterable[Counter]) -> Mapping[int, tuple[Counter, ...]]:
    found: dict[int, tuple[Counter, ...]] = {}
    for counter in counters:
        for line_id in counter.skills:
            found[line_id] = (*found.get(line_id, ()), counter)
    return found


def hours_from_json(written: str) -> OpeningHours:
    """Read {"mon": [["07:30", "11:30"], …]}."""
    return {
        day: tuple(
            Window(opens=time.fromisoformat(opens), closes=time.fromisoformat(closes)) for opens, closes in windows
        )
        for day, windows in json.loads(written).items()
    }


def hours_to_json(hours: OpeningHours) -> str:
    """Write what `hours_from_json` reads."""
    return json.dumps(_plain(hours))


def hours_by_name_to_json(timetables: Mapping[str, OpeningHours]) -> str:
    """Write hours under their names, each as `hours_from_json` reads them."""
    return json.dumps({name: _plain(hours) for name, hours in timetables.items()}, ensure_ascii=False)


def _plain(hours: OpeningHours) -> dict[str, list[list[str]]]:
    return {
        day: [[window.opens.isoformat("minutes"), window.closes.isoformat("minutes")] for window in windows]
        for day, windows in hours.items()
    }
