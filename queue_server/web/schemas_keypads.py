"""What requests of keypads may hold and what their answers do. See `schemas_in` and `schemas_out`."""

from typing import Annotated, Literal

from pydantic import Field

from queue_server.web.schemas_in import Exact, Strict
from queue_server.web.schemas_out import Clocked, Moment, Out


class PressRequest(Strict):
    """`ticket` is the label that the pad showed when it was pressed, null for none; `seen` is the `server_time` of the
    answer that it was shown from. `advance` calls, starts or completes, whatever comes next."""

    counter: Annotated[int, Field(ge=1, le=9_999)]
    move: Literal["advance", "call", "recall", "start", "complete", "no_show", "hold"]
    ticket: Annotated[Exact, Field(max_length=20)] | None
    seen: Annotated[
        str,
        Field(
            pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})$",
            examples=["2026-11-23T01:30:00.000Z"],
        ),
    ]


class KeypadCounter(Out):
    """`label` is the ticket that is called or served, `waiting` how many wait in the lines of the counter."""

    number: int
    state: Literal["calling", "serving", "free", "ready", "break", "closed"]
    label: str | None
    since: Moment | None
    waiting: int


class Keypads(Clocked):
    seq: int
    counters: list[KeypadCounter]


class Pressed(Clocked):
    counter: KeypadCounter
