"""A card sale on the box's disk: where it is, and what may become of it. Pure."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from hardware.terminal.till import Verdict


class SaleState(StrEnum):
    """Where a sale is, as far as this box knows."""

    BEGINNING = "beginning"
    """The intent is on disk. No byte of it has left."""
    SENT = "sent"
    """On disk before the first byte leaves: the terminal may be working on it."""
    DOUBT = "doubt"
    """The terminal was asked, and what became of it is not known."""
    ENDED = "ended"
    """Its end is known, or somebody at the server has decided it."""


class SaleMove(StrEnum):
    """What can happen to a sale."""

    SEND = "send"
    GIVE_UP = "give_up"
    """It ends before anything was sent."""
    KNOW = "know"
    """The terminal says what became of it."""
    DOUBT = "doubt"
    SETTLE = "settle"
    """The server calls it open no more: a person has decided."""


TRANSITIONS: Mapping[tuple[SaleState, SaleMove], SaleState] = MappingProxyType(
    {
        (SaleState.BEGINNING, SaleMove.SEND): SaleState.SENT,
        (SaleState.BEGINNING, SaleMove.GIVE_UP): SaleState.ENDED,
        (SaleState.SENT, SaleMove.KNOW): SaleState.ENDED,
        (SaleState.SENT, SaleMove.DOUBT): SaleState.DOUBT,
        (SaleState.DOUBT, SaleMove.KNOW): SaleState.ENDED,
        (SaleState.DOUBT, SaleMove.DOUBT): SaleState.DOUBT,
        (SaleState.DOUBT, SaleMove.SETTLE): SaleState.ENDED,
    }
)
"""All others are mistakes of ours."""

WITHOUT_SENDING = frozenset({Verdict.NOT_STARTED, Verdict.CANCELLED})
"""The only ends of a sale of which nothing was sent."""


def move_of(state: SaleState, verdict: Verdict) -> SaleMove:
    """Return what an answer does to a sale in that state. Raises ValueError for one that cannot be its answer."""
    if state is SaleState.BEGINNING and verdict in WITHOUT_SENDING:
        return SaleMove.GIVE_UP
    move = SaleMove.DOUBT if verdict is Verdict.IN_DOUBT else SaleMove.KNOW
    if (state, move) not in TRANSITIONS:
        raise ValueError(f"a sale that is {state} does not end as {verdict}")
    return move
