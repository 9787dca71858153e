"""What requests and answers about dossiers hold."""

from typing import Annotated, Literal

from pydantic import Field

from queue_server.web.schemas_console import Colleague
from queue_server.web.schemas_in import Strict, Words
from queue_server.web.schemas_out import Moment, Out

State = Literal[
    "receiving", "supplement", "appraising", "approving", "stamping", "ready", "returned", "refused", "withdrawn"
]  # fmt: skip
StepName = Literal["receive", "appraise", "approve", "stamp", "return"]
ResultName = Literal["done", "ready", "returned", "supplement", "back", "refused", "withdrawn", "unfinished"]
ChannelName = Literal["counter", "post", "online", "other"]
UnitName = Literal["working_day", "day", "hour", "month"]
StandingName = Literal["in_time", "near_late", "late"]


class EndStepRequest(Strict):
    result: ResultName


class EndDossierRequest(Strict):
    """Without a result: the step is done at the desks that receive and return, else it was only asked about."""

    result: ResultName | None = None


class TermIn(Strict):
    quantity: Annotated[float, Field(ge=0, le=10_000, strict=False)]
    unit: UnitName


class ProcedureRequest(Strict):
    """Without a term, the longest that the catalogue states for the channel."""

    procedure: Annotated[Words, Field(min_length=1, max_length=40)]
    channel: ChannelName = "counter"
    term: TermIn | None = None


class DossierMoved(Out):
    code: str
    state: State
    due_at: Moment | None


class OnTime(Out):
    within: int
    of: int
    since: str


class DossierFigures(Out):
    late: int
    near_late: int
    on_time: OnTime


class DossierOverview(DossierFigures):
    waiting: dict[str, int]


class ProcedureName(Out):
    code: str
    name: str


class DossierLine(Out):
    code: str
    state: State
    step: StepName | None
    received_at: Moment | None
    due_at: Moment | None
    standing: StandingName | None
    procedure: ProcedureName | None
    in_hand: Colleague | None


class DossierList(Out):
    which: str
    dossiers: list[DossierLine]


class TermOut(Out):
    quantity: float
    unit: UnitName


class LifeHandling(Out):
    step: StepName | None
    result: ResultName | None
    clerk: str
    counter: int | None
    label: str | None
    started_at: Moment
    ended_at: Moment | None
    seconds: int | None


class DossierLife(DossierLine):
    first_seen_at: Moment
    settled_at: Moment | None
    ended_at: Moment | None
    channel: ChannelName | None
    term: TermOut | None
    results: list[ResultName]
    handlings: list[LifeHandling]


class ChannelTerm(TermOut):
    channel: ChannelName


class ProcedureFound(ProcedureName):
    short_name: str
    field: str
    terms: list[ChannelTerm]


class ProceduresFound(Out):
    procedures: list[ProcedureFound]
