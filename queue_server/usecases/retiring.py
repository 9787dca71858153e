"""What a centre no longer has is retired, never deleted: tickets, reports and the journal still name it."""

from collections.abc import Collection
from typing import Any

from sqlmodel import col, delete, select

from queue_server.domain.centre_file import CentreFile
from queue_server.store.schema import (
    CounterRow,
    HallRow,
    LineRow,
    PriorityClassRow,
    ServiceRow,
    SignInRow,
    SkillRow,
    StaffRow,
)
from queue_server.store.schema_people import MembershipRow
from queue_server.store.unit import Unit


def retire_missing(unit: Unit, *, centre_id: int, draft: CentreFile) -> None:
    """Retire what the draft leaves out: its skills go, its people are signed out."""
    _mark(unit, centre_id, HallRow, "code", {hall.code for hall in draft.halls})
    _mark(unit, centre_id, LineRow, "code", {line.code for line in draft.lines})
    _mark(unit, centre_id, ServiceRow, "code", {service.code for service in draft.services})
    _mark(unit, centre_id, PriorityClassRow, "code", {each.code for each in draft.priority_classes})
    counters = _mark(unit, centre_id, CounterRow, "number", {counter.number for counter in draft.counters})
    unit.session.exec(delete(SkillRow).where(col(SkillRow.counter_id).in_([row.id for row in counters])))
    _staff(unit, centre_id, {person.login for person in draft.staff})
    unit.session.flush()


def _mark(unit: Unit, centre_id: int, model: type[Any], identity: str, kept: Collection[str | int]) -> list[Any]:
    rows = unit.session.exec(select(model).where(model.centre_id == centre_id, model.retired.is_(False))).all()
    leaving = [row for row in rows if getattr(row, identity) not in kept]
    for row in leaving:
        row.retired = True
        unit.session.add(row)
    return leaving


def _staff(unit: Unit, centre_id: int, kept: Collection[str]) -> None:
    rows = unit.session.exec(select(StaffRow).where(StaffRow.centre_id == centre_id, col(StaffRow.active))).all()
    leaving = [row for row in rows if row.login not in kept]
    for row in leaving:
        row.active = False
        unit.session.add(row)
    gone = [row.id for row in leaving]
    unit.session.exec(delete(SignInRow).where(col(SignInRow.staff_id).in_(gone)))
    # A login can come back for somebody else.
    unit.session.exec(delete(MembershipRow).where(col(MembershipRow.staff_id).in_(gone)))
    _memberships(unit, centre_id, kept)


def _memberships(unit: Unit, centre_id: int, kept: Collection[str]) -> None:
    """Who comes from another centre goes back to it: their browsers are at home again."""
    rows = unit.session.exec(
        select(MembershipRow, StaffRow)
        .join(StaffRow, col(StaffRow.id) == col(MembershipRow.staff_id))
        .where(MembershipRow.centre_id == centre_id)
    ).all()
    for membership, person in rows:
        if person.login not in kept:
            unit.session.delete(membership)
