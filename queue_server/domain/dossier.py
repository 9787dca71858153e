"""A dossier on its way through the five steps in one place: receive, appraise, approve, stamp, return."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from queue_server.domain.catalogue import ChannelKind
from queue_server.domain.due import Term, WorkCalendar, due_at
from queue_server.domain.errors import DossierSettled, IllegalResult


class Step(StrEnum):
    """One of the five in "5-in-1"."""

    RECEIVE = "receive"
    APPRAISE = "appraise"
    APPROVE = "approve"
    STAMP = "stamp"
    RETURN = "return"


class DossierState(StrEnum):
    """What a dossier waits for, or how it ended.

    `receiving`: not accepted yet; `supplement`: the citizen is to bring what is missing; `ready`: its result can be
    fetched.
    """

    RECEIVING = "receiving"
    SUPPLEMENT = "supplement"
    APPRAISING = "appraising"
    APPROVING = "approving"
    STAMPING = "stamping"
    READY = "ready"
    RETURNED = "returned"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Result(StrEnum):
    """What came out of a handling.

    `ready`: the result lies there, whatever steps were left; `returned`: and the citizen has it; `back`: to the step
    before; `unfinished`: the step is not over.
    """

    DONE = "done"
    READY = "ready"
    RETURNED = "returned"
    SUPPLEMENT = "supplement"
    BACK = "back"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    UNFINISHED = "unfinished"


STEP_OF: Mapping[DossierState, Step] = MappingProxyType(
    {
        DossierState.RECEIVING: Step.RECEIVE,
        DossierState.SUPPLEMENT: Step.RECEIVE,
        DossierState.APPRAISING: Step.APPRAISE,
        DossierState.APPROVING: Step.APPROVE,
        DossierState.STAMPING: Step.STAMP,
        DossierState.READY: Step.RETURN,
    }
)
"""The step that a dossier in the state waits for; a state that is not here is an end."""

_ANYWHERE: Mapping[Result, DossierState] = MappingProxyType(
    {
        Result.READY: DossierState.READY,
        Result.RETURNED: DossierState.RETURNED,
        Result.SUPPLEMENT: DossierState.SUPPLEMENT,
        Result.REFUSED: DossierState.REFUSED,
        Result.WITHDRAWN: DossierState.WITHDRAWN,
    }
)
_FORWARD: Mapping[DossierState, DossierState] = MappingProxyType(
    {
        DossierState.RECEIVING: DossierState.APPRAISING,
        DossierState.SUPPLEMENT: DossierState.APPRAISING,
        DossierState.APPRAISING: DossierState.APPROVING,
        DossierState.APPROVING: DossierState.STAMPING,
        DossierState.STAMPING: DossierState.READY,
    }
)
_BACK: Mapping[DossierState, DossierState] = MappingProxyType(
    {
        DossierState.APPROVING: DossierState.APPRAISING,
        DossierState.STAMPING: DossierState.APPROVING,
        DossierState.READY: DossierState.STAMPING,
    }
)

TRANSITIONS: Mapping[tuple[DossierState, Result], DossierState] = MappingProxyType(
    {(state, Result.UNFINISHED): state for state in STEP_OF}
    | {(state, Result.DONE): after for state, after in _FORWARD.items()}
    | {(state, Result.BACK): after for state, after in _BACK.items()}
    | {(state, result): after for state in _FORWARD for result, after in _ANYWHERE.items()}
    | {(DossierState.READY, Result.RETURNED): DossierState.RETURNED}
)
"""Where a result takes a dossier. A ready one can only be returned, or go back because something is wrong with it."""

IN_PROGRESS = frozenset({DossierState.APPRAISING, DossierState.APPROVING, DossierState.STAMPING})
"""Accepted and not settled: here the statutory time runs."""

_ACCEPTED = IN_PROGRESS | {DossierState.READY, DossierState.RETURNED}
_SETTLED = frozenset({DossierState.READY, DossierState.RETURNED, DossierState.REFUSED})
_ENDED = frozenset(DossierState) - STEP_OF.keys()

_AT_COUNTER: Mapping[Step, Result] = MappingProxyType({Step.RECEIVE: Result.DONE, Step.RETURN: Result.RETURNED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """An application, known by its code.

    `received_at` is when the desk took it in hand that accepted it; `due_at` the statutory time for its result, None
    when no procedure with a usable time was chosen or the citizen is to bring something; `settled_at` when the centre
    had done its part: the result was ready, or the dossier refused. `changes` counts what was written.
    """

    id: int
    code: str
    state: DossierState = DossierState.RECEIVING
    procedure_id: int | None = None
    channel: ChannelKind | None = None
    term: Term | None = None
    received_at: datetime | None = None
    due_at: datetime | None = None
    settled_at: datetime | None = None
    ended_at: datetime | None = None
    changes: int = 0

    @property
    def step(self) -> Step | None:
        """The step it waits for; None when it has ended."""
        return STEP_OF.get(self.state)


def usual_result(step: Step | None) -> Result:
    """Return what the end of a handling at a counter means when the clerk says nothing.

    A citizen who asks about a dossier in the back office does not move it.
    """
    return Result.UNFINISHED if step is None else _AT_COUNTER.get(step, Result.UNFINISHED)


def results_of(state: DossierState) -> tuple[Result, ...]:
    """Return the results that a handling of a dossier in the state can have."""
    return tuple(result for result in Result if (state, result) in TRANSITIONS)


def results_of_step(step: Step) -> tuple[Result, ...]:
    """Return the results that a handling for the step can have."""
    return tuple(dict.fromkeys(result for state, of in STEP_OF.items() if of is step for result in results_of(state)))


def finish(dossier: Dossier, result: Result, *, began_at: datetime, at: datetime, calendar: WorkCalendar) -> Dossier:
    """Return the dossier after a handling with that result, begun at `began_at`. Raises IllegalResult.

    It counts as received from the moment in which the desk that accepts it took it in hand: how long the desk needs is
    not the citizen's fault. Accepted anew after a supplement, its time begins anew.
    """
    try:
        state = TRANSITIONS[dossier.state, result]
    except KeyError:
        raise IllegalResult(value=dossier.code, state=dossier.state.value, result=result.value) from None
    after = replace(dossier, state=state)
    if dossier.step is Step.RECEIVE and state in _ACCEPTED:
        after = _with_due(replace(after, received_at=began_at), calendar)
    elif state is DossierState.SUPPLEMENT:
        after = replace(after, due_at=None)
    settled = (dossier.settled_at or at) if state in _SETTLED else None
    return replace(after, settled_at=settled, ended_at=at if state in _ENDED else None)


def assign(
    dossier: Dossier, *, procedure_id: int, channel: ChannelKind | None, term: Term | None, calendar: WorkCalendar
) -> Dossier:
    """Say which procedure the dossier is of and how long that may take; its due time follows. Raises DossierSettled."""
    if dossier.settled_at is not None or dossier.state in _ENDED:
        raise DossierSettled(value=dossier.code)
    changed = replace(dossier, procedure_id=procedure_id, channel=channel, term=term)
    return _with_due(changed, calendar) if changed.state in IN_PROGRESS else changed


def _with_due(dossier: Dossier, calendar: WorkCalendar) -> Dossier:
    if dossier.term is None or dossier.received_at is None:
        return replace(dossier, due_at=None)
    return replace(dossier, due_at=due_at(dossier.received_at, dossier.term, calendar))


class Standing(StrEnum):
    """How a dossier stands to its due time."""

    IN_TIME = "in_time"
    NEAR_LATE = "near_late"
    LATE = "late"


def standing(dossier: Dossier, *, at: datetime, near_until: datetime) -> Standing | None:
    """Return how the dossier stands at `at`; None without a due time.

    A settled one stands for ever as it was settled. Near-late: due before `near_until` (`due.near_until`).
    """
    if dossier.due_at is None:
        return None
    if dossier.due_at < (dossier.settled_at or at):
        return Standing.LATE
    near = dossier.settled_at is None and dossier.due_at <= near_until
    return Standing.NEAR_LATE if near else Standing.IN_TIME
