"""What the administration takes and gives. A document is plain JSON of the shape that the answer's `form` describes."""

from typing import Annotated, Any, Literal

from pydantic import Field

from queue_server.domain.short_name import LONGEST
from queue_server.web.schemas_in import Code, Strict, Words
from queue_server.web.schemas_out import Coded, Moment, Names, Out

AnyDocument = dict[str, Any]


class CheckRequest(Strict):
    document: AnyDocument


class SaveRequest(CheckRequest):
    based_on: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
    note: Annotated[Words, Field(max_length=200)] = ""


class CentreTextRequest(Strict):
    text: str


class FieldOut(Out):
    key: str
    kind: str
    needed: bool
    otherwise: Any
    least: int | None
    most: int | None
    of: str
    choices: list[str]
    fields: list["FieldOut"]


class SectionOut(Out):
    key: str
    identity: str
    ordered: bool
    fields: list[FieldOut]


class CentreAdministered(Out):
    document: AnyDocument
    fingerprint: str
    number: int
    form: list[SectionOut]
    without_password: list[str]


class MistakeOut(Out):
    place: str
    code: str
    message: str


class ChangeOut(Out):
    section: str
    kind: Literal["added", "retired", "changed", "moved"]
    name: Names | str | None
    field: str
    holds: str
    part: Names | str | None
    before: Any
    after: Any


class ForeseenOut(Out):
    label: str
    line: Names
    joined_at: Moment
    cause: Literal["for_counter", "for_clerk", "rank"]
    rank: int | None
    empty: list[Names]
    reason: str
    priority: Names | None


class CounterForeseen(Out):
    counter: int
    open: bool
    now: ForeseenOut | None
    draft: ForeseenOut | None
    differs: bool


class DraftChecked(Out):
    mistakes: list[MistakeOut]
    warnings: list[MistakeOut]
    changes: list[ChangeOut]
    foresight: list[CounterForeseen]


class CentreSaved(Out):
    number: int
    fingerprint: str
    new_people: list[str]


class CentreRead(Out):
    document: AnyDocument | None
    mistakes: list[MistakeOut]


class VersionOut(Out):
    number: int
    at: Moment
    who: str | None
    note: str
    changes: int


class Versions(Out):
    versions: list[VersionOut]


class VersionWhole(VersionOut):
    document: AnyDocument
    differences: list[ChangeOut]


class NewPassword(Out):
    login: str
    password: str


class CatalogueSought(Strict):
    words: Annotated[Words, Field(max_length=200)] = ""
    service: Code | None = None
    offered: bool | None = None
    page: Annotated[int, Field(ge=0, le=999)] = 0


class ProcedureSwitches(Strict):
    offered: bool
    short_name: Annotated[Words, Field(min_length=1, max_length=LONGEST, pattern=r"\S")] | None = None
    service: Code | None = None


class ProcedureAdministered(Out):
    code: str
    name: str
    short_name: str
    own_short_name: str | None
    field: str
    offered: bool
    service: Coded | None
    own_service: bool


class CatalogueFound(Out):
    total: int
    procedures: list[ProcedureAdministered]
