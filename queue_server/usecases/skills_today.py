"""Other skills for a counter for the rest of the service day; the turn of the day gives it its own back."""

from collections.abc import Mapping
from datetime import date, datetime

from queue_server.domain.centre import CentreSetup
from queue_server.domain.event import EventKind
from queue_server.domain.numbering import service_day
from queue_server.store.moments import to_day
from queue_server.store.setup import read_setup, setup_for_writing
from queue_server.store.skills import Kept, forget_kept, keep_skills, kept_skills, save_skills
from queue_server.store.unit import Unit
from queue_server.store.views import View
from queue_server.usecases.automatic import serve_ready
from queue_server.usecases.journaling import record


def set_skills_today(
    unit: Unit,
    *,
    centre_id: int,
    actor_id: int,
    number: int,
    skills: Mapping[str, int] | None,
    reason: str,
    at: datetime,
) -> View:
    """Let the counter serve these lines (code -> rank) until the day ends; None gives it its own back now.

    Raises NotFound.
    """
    setup = setup_for_writing(unit, centre_id)
    counter = setup.counter(number)
    kept = kept_skills(unit.connection, centre_id).get(counter.id)
    own = counter.skills if kept is None else kept.skills
    wanted = own if skills is None else {setup.line(code).id: rank for code, rank in skills.items()}
    save_skills(unit.connection, centre_id=centre_id, counter_id=counter.id, skills=wanted)
    if skills is None:
        forget_kept(unit.connection, counter.id)
    else:
        day = to_day(service_day(at, setup.zone))
        keep_skills(unit.connection, Kept(counter_id=counter.id, day_ordinal=day, skills=own))
    _record(unit, setup, counter.id, wanted, at=at, today=skills is not None, actor=actor_id, reason=reason)
    serve_ready(unit, read_setup(unit.connection, centre_id), at=at)
    return {"number": number, "today": skills is not None}


def give_skills_back(unit: Unit, setup: CentreSetup, *, before: date, at: datetime) -> None:
    """Give every counter its own skills back that had others on a day before this one."""
    for kept in kept_skills(unit.connection, setup.id).values():
        if kept.day_ordinal < to_day(before):
            forget_kept(unit.connection, kept.counter_id)
            own = {line_id: rank for line_id, rank in kept.skills.items() if line_id in setup.lines}
            if kept.counter_id in setup.counters:
                save_skills(unit.connection, centre_id=setup.id, counter_id=kept.counter_id, skills=own)
                _record(unit, setup, kept.counter_id, own, at=at, today=False, actor=None, reason=None)


def _record(
    unit: Unit,
    setup: CentreSetup,
    counter_id: int,
    skills: Mapping[int, int],
    *,
    at: datetime,
    today: bool,
    actor: int | None,
    reason: str | None,
) -> None:
    record(
        unit,
        EventKind.SKILLS_SET,
        at=at,
        centre_id=setup.id,
        counter=counter_id,
        skills=" ".join(f"{setup.lines[line_id].code}={rank}" for line_id, rank in skills.items()),
        today=today,
        actor=actor,
        reason=reason,
    )
