"""What the preview of printed papers takes and gives."""

from typing import Annotated, Literal

from pydantic import Field

from hardware.logo import LONGEST
from queue_server.web.schemas_in import Exact, Language, PrinterWish, Strict, Words
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
    logo: Annotated[Exact, Field(max_length=LONGEST)] | None = None


class LogoRequest(Strict):
    """A PNG in base64."""

    png: Annotated[Exact, Field(max_length=700_000)]


class LogoOut(Out):
    """The logo as a centre's document has it; null where the file is none, with why: a stable code and its words."""

    logo: str | None
    code: Literal["logo.unreadable", "logo.too_large", "logo.blank"] | None = None
    message: str | None = None


class PreviewOut(Out):
    """`picture` is a PNG in base64, `size` the bytes of the job, `words` what stands on the paper.

    `least_baud` is the slowest serial line that carries it in time, null when none does. With
    `logo_left_out` such a printer prints the rest and not the logo.
    """

    picture: str
    width: int
    height: int
    size: int
    least_baud: int | None
    words: list[str]
    logo_left_out: bool
