"""What the preview of printed papers takes and gives."""

from typing import Annotated, Literal

from pydantic import Field

from queue_server.web.schemas_in import Language, PrinterWish, Strict, Words
from queue_server.web.schemas_out import Out

DraftName = Annotated[Words, Field(max_length=500)]


class DraftNames(Strict):
    """Names as they are being typed: some may be blank."""

    vi: DraftName = ""
    en: DraftName = ""
    zh: DraftName = ""


class PreviewRequest(Strict):
    """A paper as a printer of these settings would print it, with a centre's names as they stand in a draft."""

    what: Literal["slip", "test", "receipt"]
    language: Language
    printer: PrinterWish
    centre: DraftNames
    hall: DraftNames
    service: DraftNames
    bring: DraftNames = DraftNames()
    priority: DraftNames | None = None


class PreviewOut(Out):
    """`picture` is a PNG in base64, `size` the bytes of the job, `words` what stands on the paper.

    `least_baud` is the slowest serial line that carries it in time, null when none does.
    """

    picture: str
    width: int
    height: int
    size: int
    least_baud: int | None
    words: list[str]
