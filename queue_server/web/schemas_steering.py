"""What steering a hall takes and gives."""

from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, model_validator
from pydantic.config import JsonDict

from queue_server.web.schemas_in import Code, Strict, Words
from queue_server.web.schemas_out import Coded, Moment, Named, Out, TicketState

Reason = Annotated[Words, Field(min_length=3, max_length=200)]
BOTH: JsonDict = {
    "properties": {"line": {"type": "string"}, "counter": {"type": "integer"}},
    "required": ["line", "counter"],
}
NO_OTHERS: JsonDict = {"additionalProperties": False}
Rank = Annotated[int, Field(ge=1, le=99)]


class ReasonRequest(Strict):
    reason: Reason


class NoteRequest(Strict):
    """How something was settled."""

    note: Reason


class SettleRequest(ReasonRequest):
    how: Literal["complete", "end", "no_show", "back"]


class SkillsRequest(ReasonRequest):
    """Ranks by line code; null gives the counter its own back."""

    skills: Annotated[dict[Code, Rank], Field(min_length=1, max_length=99, json_schema_extra=NO_OTHERS)] | None


class TicketRequest(ReasonRequest):
    """A ticket of today by its number."""

    label: Annotated[str, Field(pattern=r"^[A-Z]{1,2}[0-9]{1,6}$")]


class MoveRequest(TicketRequest):
    """At most one of line and counter (its number); without both, another place in the same line."""

    model_config = ConfigDict(json_schema_extra={"not": BOTH})

    line: Code | None = None
    counter: Annotated[int, Field(ge=1, le=999)] | None = None
    place: Literal["front", "original", "end"] = "original"

    @model_validator(mode="after")
    def _one_goal(self) -> Self:
        if self.line is not None and self.counter is not None:
            raise ValueError("name a line or a counter, not both")
        return self


class ShiftsEnded(Out):
    ended: int


class BreaksEnded(Out):
    ended: int


class Steered(Out):
    label: str
    state: TicketState


class RefusalSettled(Out):
    id: str
    label: str


class SkillsSet(Out):
    number: int
    today: bool


class LetteredLine(Coded):
    letter: str


class HallWaiting(Out):
    label: str
    line: LetteredLine
    service: Named
    priority: Coded | None
    joined_at: Moment
    reason: str
    for_counter: int | None
    for_clerk: int | None


class WholeWaiting(Out):
    at: Moment
    tickets: list[HallWaiting]
