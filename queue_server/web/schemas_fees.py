"""What requests and answers about sheets of fee rules hold."""

from typing import Annotated, Literal

from pydantic import Field

from queue_server.web.schemas_dossiers import ChannelName
from queue_server.web.schemas_in import Exact, Strict, Words
from queue_server.web.schemas_out import Out


class FeeSheetRequest(Strict):
    """A CSV or .xlsx file in base64. `dry`: only say what would become of it."""

    name: Annotated[Words, Field(min_length=1, max_length=200)]
    content: Annotated[Exact, Field(max_length=2_800_000)]
    dry: bool = False


class SheetMistakeOut(Out):
    """What is wrong, by the file's row from 1; `column` null where it is about the whole row or file."""

    row: int
    column: str | None
    code: str
    message: str


class FeeSheetTaken(Out):
    """How many rules were proposed (or, dry, would be), were known, and take the place of one that counts."""

    proposed: int
    known: int
    replacing: int
    mistakes: list[SheetMistakeOut]


class FeeWordOut(Out):
    """What the catalogue says of one way to hand in; `figure` in dong, null where it says none."""

    channel: ChannelName
    figure: int | None
    note: str


class ReviewedOut(Out):
    """`noted` is what the note says instead of the figure, `until` the last day that it names."""

    code: str
    name: str
    offered: bool
    ruled: bool
    noted: int | None
    until: str | None
    words: list[FeeWordOut]


class ReviewListOut(Out):
    which: Literal["missing", "free", "small", "zeros", "channels", "ends", "units"]
    count: int


class FeeReview(Out):
    """How long each list is, and the first hundred procedures of the one that was asked for."""

    lists: list[ReviewListOut]
    procedures: list[ReviewedOut]
