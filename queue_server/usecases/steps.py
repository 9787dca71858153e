"""Steps behind the counters: a clerk takes a waiting dossier in hand and ends its step, without a citizen's turn."""

from dataclasses import replace
from datetime import datetime

from queue_server.domain.catalogue import ChannelKind
from queue_server.domain.dossier import Dossier, Result, Step, assign, finish
from queue_server.domain.due import Term, due_at
from queue_server.domain.errors import DossierInHand, DossierNotInHand, IllegalResult
from queue_server.domain.event import EventKind
from queue_server.domain.moves import not_before
from queue_server.store.dossiers import (
    InHand,
    begin_back_handling,
    codes_in_hand,
    end_back_handling,
    find_dossier,
    in_hand,
    save_dossier,
    taken_in_hand,
)
from queue_server.store.procedures import find_procedure
from queue_server.store.setup import setup_for_writing
from queue_server.store.unit import Unit
from queue_server.store.views import View, moment
from queue_server.usecases.dossiers import facts_of
from queue_server.usecases.journaling import record

BEHIND_COUNTERS = frozenset({Step.APPRAISE, Step.APPROVE, Step.STAMP})


def begin_step(unit: Unit, *, centre_id: int, clerk_id: int, code: str, at: datetime) -> View:
    """Take a dossier in hand for the step it waits for. Raises DossierUnknown, DossierInHand and IllegalResult.

    Receiving and returning need the citizen and happen in a turn.
    """
    setup_for_writing(unit, centre_id)
    dossier = find_dossier(unit.connection, centre_id=centre_id, code=code)
    busy = in_hand(unit.connection, dossier)
    if busy is not None:
        raise DossierInHand(value=code, clerk=busy.clerk)
    if dossier.step not in BEHIND_COUNTERS or dossier.step is None:
        raise IllegalResult(value=code, state=dossier.state.value, result="begin")
    begin_back_handling(
        unit.connection, centre_id=centre_id, dossier=dossier, clerk_id=clerk_id, step=dossier.step, at=at
    )
    record(
        unit,
        EventKind.STEP_BEGAN,
        at=at,
        centre_id=centre_id,
        clerk=clerk_id,
        step=dossier.step.value,
        **facts_of(dossier),
    )
    return _answer(dossier)


def end_step(unit: Unit, *, centre_id: int, clerk_id: int, code: str, result: str, at: datetime) -> View:
    """End the step that the clerk has in hand. Raises DossierUnknown, DossierNotInHand and IllegalResult."""
    setup = setup_for_writing(unit, centre_id)
    dossier = find_dossier(unit.connection, centre_id=centre_id, code=code)
    running = in_hand(unit.connection, dossier)
    if running is None or running.clerk_id != clerk_id:
        raise DossierNotInHand(value=code)
    outcome = Result(result)
    over = not_before(running.started_at, at)
    after = dossier
    if outcome is not Result.UNFINISHED:
        _still_waits(dossier, running, outcome)
        after = finish(dossier, outcome, began_at=running.started_at, at=over, calendar=setup.work_calendar)
        save_dossier(unit.connection, after)
    _end(unit, centre_id, after, running, outcome, at=over)
    return _answer(after)


def put_down(unit: Unit, *, centre_id: int, before: datetime, at: datetime) -> int:
    """End, unfinished, the steps begun before that moment, so that others can go on; return how many. Whoever calls
    has the centre to itself."""
    codes = codes_in_hand(unit.connection, centre_id=centre_id, before=before)
    for code in codes:
        dossier = find_dossier(unit.connection, centre_id=centre_id, code=code)
        running = in_hand(unit.connection, dossier)
        assert running is not None
        _end(unit, centre_id, dossier, running, Result.UNFINISHED, at=not_before(running.started_at, at))
    return len(codes)


def assign_procedure(
    unit: Unit,
    *,
    centre_id: int,
    clerk_id: int,
    code: str,
    procedure: str,
    channel: str,
    term: Term | None,
    at: datetime,
) -> View:
    """Say which procedure a dossier is of, how it came in and how long it may take.

    Without a term the longest that the catalogue states for the channel counts. Of a dossier that is not accepted yet
    the answer has the due time that it gets when it is. Raises DossierUnknown, NotFound and DossierSettled.
    """
    setup = setup_for_writing(unit, centre_id)
    dossier = find_dossier(unit.connection, centre_id=centre_id, code=code)
    found = find_procedure(unit.connection, centre_id=centre_id, code=procedure)
    kind = ChannelKind(channel)
    after = assign(
        dossier,
        procedure_id=found.id,
        channel=kind,
        term=term or found.term(kind),
        calendar=setup.work_calendar,
    )
    save_dossier(unit.connection, after)
    record(unit, EventKind.DOSSIER_ASSIGNED, at=at, centre_id=centre_id, clerk=clerk_id, **facts_of(after))
    if after.due_at is not None or after.step is not Step.RECEIVE or after.term is None:
        return _answer(after)
    begun = taken_in_hand(unit.connection, after) or at
    return _answer(replace(after, due_at=due_at(begun, after.term, setup.work_calendar)))


def _end(unit: Unit, centre_id: int, after: Dossier, running: InHand, outcome: Result, *, at: datetime) -> None:
    end_back_handling(unit.connection, running, result=outcome, at=at)
    record(
        unit,
        EventKind.STEP_ENDED,
        at=at,
        centre_id=centre_id,
        clerk=running.clerk_id,
        step=running.step.value,
        result=outcome.value,
        **facts_of(after),
    )


def _still_waits(dossier: Dossier, running: InHand, outcome: Result) -> None:
    if dossier.step is not running.step:
        raise IllegalResult(value=dossier.code, state=dossier.state.value, result=outcome.value)


def _answer(dossier: Dossier) -> View:
    return {"code": dossier.code, "state": dossier.state.value, "due_at": moment(dossier.due_at)}
