"""Bringing a centre of the database to what its file says."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlmodel import SQLModel, col, delete, select

from queue_server.domain.appointment import Booking
from queue_server.domain.centre_document import document_of
from queue_server.domain.centre_file import CentreFile, CentreFileInvalid
from queue_server.domain.centre_retiring import logins_of_others
from queue_server.domain.event import EventKind
from queue_server.store.centre_export import export_centre
from queue_server.store.centre_versions import keep_version
from queue_server.store.schema import (
    CentreRow,
    CounterRow,
    HallRow,
    LineRow,
    PriorityClassRow,
    ServiceRow,
    SkillRow,
    StaffRow,
)
from queue_server.store.schema_appointments import AppointmentRulesRow, BookingRow
from queue_server.store.schema_people import MembershipRow, SkillsKeptRow
from queue_server.store.setup import hours_by_name_to_json, hours_to_json, read_setup
from queue_server.store.staff import NO_PASSWORD, retired_elsewhere
from queue_server.store.unit import Unit
from queue_server.store.work_rules import work_rules_to_json
from queue_server.usecases.automatic import serve_ready
from queue_server.usecases.journaling import record
from queue_server.usecases.own_procedures import bring_procedures


@dataclass(frozen=True, slots=True, kw_only=True)
class Seeded:
    """What seeding did. `new_logins` are people who were added and still need a password; `unknown_procedures` stand in
    the file and not in the catalogue: their choices are not kept until it is imported."""

    centre_id: int
    created: int
    changed: int
    new_logins: Sequence[str]
    unknown_procedures: Sequence[str] = ()


def seed_centre(unit: Unit, *, centre_file: CentreFile, at: datetime) -> Seeded:
    """Make the centre of the file, or bring the one of that code to what the file says; repeating it changes nothing.

    What the database has and the file has not stays; only the skills of a counter become exactly those of the file.
    What was retired and stands in the file is in force again. People who are known keep their passwords, those who come
    back get new ones. Raises CentreFileInvalid when a login is a retired one of another centre.
    """
    seeding = Seeding(unit, centre_file)
    seeding.run()
    if seeding.created or seeding.changed:
        seeding.in_force(at)
        made = document_of(export_centre(unit.connection, seeding.centre_id))
        keep_version(unit.connection, centre_id=seeding.centre_id, document=made, at=at)
        record(
            unit,
            EventKind.CENTRE_SEEDED,
            at=at,
            centre_id=seeding.centre_id,
            centre=centre_file.code,
            created=seeding.created,
            changed=seeding.changed,
        )
    return Seeded(
        centre_id=seeding.centre_id,
        created=seeding.created,
        changed=seeding.changed,
        new_logins=tuple(seeding.new_logins),
        unknown_procedures=tuple(seeding.unknown_procedures),
    )


class Seeding:
    """One run of writing a file into the database: the ids found or given so far, and what was done.

    With `only` the centre's own choices in the catalogue become those of the file and no others.
    """

    def __init__(self, unit: Unit, centre_file: CentreFile, *, only: bool = False) -> None:
        self.unit = unit
        self.file = centre_file
        self.only = only
        self.centre: CentreRow
        self.centre_id = 0
        self.created = 0
        self.changed = 0
        self.new_logins: list[str] = []
        self.unknown_procedures: Sequence[str] = ()

    def run(self) -> None:
        """Write everything in the order of references. Raises CentreFileInvalid as `seed_centre` does."""
        self._centre()
        mistakes = tuple(logins_of_others(self.file, retired_elsewhere(self.unit.connection, self.centre_id)))
        if mistakes:
            raise CentreFileInvalid(mistakes)
        halls = {hall.code: self._coded(HallRow, hall.code, {"names": _json(hall.names)}) for hall in self.file.halls}
        lines = self._lines(halls)
        self._services(lines)
        self._priority_classes()
        self._counters(halls, lines)
        self._staff()
        self._procedures()

    def _procedures(self) -> None:
        if self.file.procedures is None:
            return
        brought = bring_procedures(self.unit, centre_id=self.centre_id, entries=self.file.procedures, only=self.only)
        self.changed += brought.changed
        self.unknown_procedures = brought.unknown

    def in_force(self, at: datetime) -> None:
        """Let everybody see what was written; a counter that is ready may have somebody waiting now."""
        self.centre.version += 1
        self.unit.session.add(self.centre)
        self.unit.session.flush()
        serve_ready(self.unit, read_setup(self.unit.connection, self.centre_id), at=at)

    def _centre(self) -> None:
        file = self.file
        values = {
            "names": _json(file.names),
            "level": file.level.value,
            "zone": file.zone,
            "wait_target_minutes": file.wait_target_minutes,
            "dossier_target_minutes": file.dossier_target_minutes,
            "dossier_pattern": file.dossier_pattern,
            "closed_days": json.dumps([day.isoformat() for day in file.closed_days]),
            "working_days": json.dumps({day.isoformat(): weekday for day, weekday in file.working_days.items()}),
            "early_minutes": file.early_minutes,
            "closing_rule": file.closing_rule,
            "recalls_before_no_show": file.recalls_before_no_show,
            "reinstate_grace_minutes": file.reinstate_grace_minutes,
            "work": work_rules_to_json(file.work),
            "dossier_hours": hours_to_json(file.dossier_hours),
            "dossier_timetable": file.dossier_timetable,
            "received_until": file.received_until,
            "logo": file.logo,
            "timetables": hours_by_name_to_json(file.timetables),
        }
        self.centre_id = self._put(CentreRow, {"code": file.code}, values)
        self.centre = self.unit.session.get_one(CentreRow, self.centre_id)
        self._put(AppointmentRulesRow, {"centre_id": self.centre_id}, asdict(file.appointment_rules))

    def _lines(self, halls: Mapping[str, int]) -> Mapping[str, int]:
        return {
            line.code: self._coded(
                LineRow,
                line.code,
                {
                    "hall_id": halls[line.hall],
                    "letter": line.letter,
                    "names": _json(line.names),
                    "nominal_minutes": line.nominal_minutes,
                    "first_number": line.first_number,
                    "last_number": line.last_number,
                    "digits": line.digits,
                    "reserve_first": line.reserve_first,
                    "reserve_last": line.reserve_last,
                    "position": position,
                },
            )
            for position, line in enumerate(self.file.lines)
        }

    def _services(self, lines: Mapping[str, int]) -> None:
        for position, service in enumerate(self.file.services):
            values = {
                "line_id": lines[service.line] if service.line else None,
                "names": _json(service.names),
                "short_names": _json(service.short_names),
                "bring": _json(service.bring),
                "hours": hours_to_json(service.hours),
                "timetable": service.timetable,
                "fields": json.dumps(list(service.fields), ensure_ascii=False),
                "position": position,
                "daily_limit": service.daily_limit,
                "returns_results": service.returns_results,
            }
            self._booking(self._coded(ServiceRow, service.code, values), service.booking)

    def _booking(self, service_id: int, booking: Booking | None) -> None:
        """Bring how the service is booked to what the file says; what is booked already stays booked."""
        if booking is not None:
            self._put(BookingRow, {"service_id": service_id}, asdict(booking))
            return
        row = self.unit.session.get(BookingRow, service_id)
        if row is not None:
            self.unit.session.delete(row)
            self.changed += 1

    def _priority_classes(self) -> None:
        for position, each in enumerate(self.file.priority_classes):
            values = {
                "names": _json(each.names),
                "head_start_minutes": each.head_start_minutes,
                "position": position,
            }
            self._coded(PriorityClassRow, each.code, values)

    def _counters(self, halls: Mapping[str, int], lines: Mapping[str, int]) -> None:
        for counter in self.file.counters:
            known = self.created
            counter_id = self._put(
                CounterRow,
                {"centre_id": self.centre_id, "number": counter.number},
                {
                    "hall_id": halls[counter.hall],
                    "names": _json(counter.names),
                    "shared": counter.shared,
                    "retired": False,
                },
            )
            fresh = self.created > known
            skills = {lines[line]: rank for line, rank in counter.skills.items()}
            self._skills(counter_id, skills, lines=lines.values(), fresh=fresh)

    def _skills(self, counter_id: int, wanted: Mapping[int, int], *, lines: Collection[int], fresh: bool) -> None:
        session = self.unit.session
        kept = session.get(SkillsKeptRow, counter_id)
        if kept is not None:
            # Today the counter has others: what the file says comes back with the next day.
            own = json.dumps({str(line_id): rank for line_id, rank in wanted.items()})
            self.changed += kept.skills != own
            kept.skills = own
            session.add(kept)
            session.exec(
                delete(SkillRow).where(col(SkillRow.counter_id) == counter_id, col(SkillRow.line_id).not_in(lines))
            )
            return
        rows = session.exec(select(SkillRow).where(SkillRow.counter_id == counter_id)).all()
        if {row.line_id: row.rank for row in rows} == wanted:
            return
        self.changed += not fresh
        for row in rows:
            session.delete(row)
        session.flush()
        session.add_all(SkillRow(counter_id=counter_id, line_id=line_id, rank=rank) for line_id, rank in wanted.items())
        session.flush()

    def _staff(self) -> None:
        for person in self.file.staff:
            row = self.unit.session.exec(select(StaffRow).where(StaffRow.login == person.login)).one_or_none()
            roles = json.dumps(list(person.roles))
            if row is not None and row.active and row.centre_id != self.centre_id:
                self._put(MembershipRow, {"staff_id": row.id, "centre_id": self.centre_id}, {"roles": roles})
                continue
            values: dict[str, Any] = {"name": person.name, "roles": roles, "active": True}
            if row is None or not row.active:
                self.new_logins.append(person.login)
                values["password_hash"] = NO_PASSWORD
            self._put(StaffRow, {"login": person.login}, values | {"centre_id": self.centre_id})

    def _coded(self, model: type[SQLModel], code: str, values: Mapping[str, Any]) -> int:
        return self._put(model, {"centre_id": self.centre_id, "code": code}, {**values, "retired": False})

    def _put(self, model: type[Any], key: Mapping[str, Any], values: Mapping[str, Any]) -> int:
        """Insert or update the one row of the key; return its id, 0 for one that has none of its own."""
        session = self.unit.session
        row = session.exec(
            select(model).where(*(getattr(model, column) == value for column, value in key.items()))
        ).one_or_none()
        if row is None:
            row = model(**key, **values)
            self.created += 1
        else:
            stale = {column: value for column, value in values.items() if getattr(row, column) != value}
            self.changed += bool(stale)
            for column, value in stale.items():
                setattr(row, column, value)
        session.add(row)
        session.flush()
        return int(getattr(row, "id", 0))


def _json(names: Mapping[str, str]) -> str:
    return json.dumps(dict(names), ensure_ascii=False)
