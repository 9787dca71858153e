"""What becomes of one command, as one table: where it stands, what comes, where it stands then.

The same table serves every command; only those that move money have an amount that may be wrong.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from hardware.terminal.till import Verdict
from hardware.terminal.zvt.codes import REFUSES_COMMAND, Result


class At(StrEnum):
    """Where a command stands. The second half are ends."""

    SENT = "sent"
    """On its way once; nothing came back."""
    RESENT = "resent"
    """On its way more than once: a refusal may be of the second copy while the first is running."""
    RUNNING = "running"
    """The terminal took it."""
    GOOD = "good"
    """It said success, with the amount that was asked."""
    BAD = "bad"
    """It said failure."""
    WRONG = "wrong"
    """It said success with another amount; that was refused."""
    MIXED = "mixed"
    """It said both."""

    DONE = "done"
    """It finished after its success."""
    ENDED = "ended"
    """It finished without a word of how: all that is asked of commands that move no money."""
    FAILED = "failed"
    STOPPED = "stopped"
    """It gave up without a word of success."""
    REFUSED = "refused"
    """It never took it."""
    UNDONE = "undone"
    """It gave up after its wrong amount was refused."""
    WRONG_DONE = "wrong_done"
    """It finished although its wrong amount was refused."""
    UNKNOWN = "unknown"


class Came(StrEnum):
    """What can come."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    PROGRESS = "progress"
    """Anything that says nothing of the end: intermediate status, lines to print, what is not known here."""
    GOOD = "good"
    BAD = "bad"
    WRONG = "wrong"
    COMPLETED = "completed"
    STOPPED = "stopped"
    NOTHING = "nothing"
    """The line is lost, the other side does not answer, or time ran out."""
    RESENT = "resent"


ENDS = frozenset({At.DONE, At.ENDED, At.FAILED, At.STOPPED, At.REFUSED, At.UNDONE, At.WRONG_DONE, At.UNKNOWN})
OPEN = frozenset(At) - ENDS

_STAYS = {Came.ACCEPTED, Came.REFUSED, Came.PROGRESS, Came.RESENT}


def _row(at: At, **moves: At) -> dict[tuple[At, Came], At]:
    return {(at, came): moves.get(came.value, at if came in _STAYS else At.UNKNOWN) for came in Came}


# Before it is accepted nothing counts that an earlier command may have left on the line.
_NOT_YET = dict.fromkeys(("progress", "good", "bad", "wrong", "completed", "stopped"), At.SENT)
TRANSITIONS: Mapping[tuple[At, Came], At] = MappingProxyType(
    _row(At.SENT, **_NOT_YET, accepted=At.RUNNING, refused=At.REFUSED, resent=At.RESENT)
    | _row(At.RESENT, **dict.fromkeys(_NOT_YET, At.RESENT), accepted=At.RUNNING, refused=At.RUNNING)
    | _row(At.RUNNING, good=At.GOOD, bad=At.BAD, wrong=At.WRONG, completed=At.ENDED, stopped=At.STOPPED)
    | _row(At.GOOD, good=At.GOOD, bad=At.MIXED, wrong=At.MIXED, completed=At.DONE, stopped=At.UNKNOWN)
    | _row(At.BAD, good=At.MIXED, bad=At.BAD, wrong=At.MIXED, completed=At.FAILED, stopped=At.FAILED)
    | _row(At.WRONG, good=At.MIXED, bad=At.WRONG, wrong=At.WRONG, completed=At.WRONG_DONE, stopped=At.UNDONE)
    | _row(At.MIXED, good=At.MIXED, bad=At.MIXED, wrong=At.MIXED)
)
"""Every open state with everything that can come; a success counts only when the completion follows it."""


def verdict_of(at: At, result: int | None) -> Verdict:
    """Return what an end means for a payment; `result` is the terminal's code where it told one."""
    match at:
        case At.DONE:
            return Verdict.APPROVED
        case At.REFUSED:
            return Verdict.NOT_STARTED
        case At.UNDONE:
            return Verdict.CANCELLED
        case At.FAILED | At.STOPPED:
            return _without_payment(result, told=at is At.FAILED)
    return Verdict.IN_DOUBT


def _without_payment(result: int | None, *, told: bool) -> Verdict:
    if result == Result.STOPPED:
        return Verdict.CANCELLED
    if result in REFUSES_COMMAND and not told:
        return Verdict.NOT_STARTED
    return Verdict.IN_DOUBT if result in {None, Result.SUCCESS} else Verdict.DECLINED
