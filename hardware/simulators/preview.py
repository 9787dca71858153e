"""A document as it comes out of a printer, without one: the bytes of the job, executed by the simulated mechanism."""

from dataclasses import dataclass

from PIL import Image

from hardware.document import Document
from hardware.escpos.compose import composed, pictures
from hardware.escpos.modes import PrinterSettings
from hardware.simulators.graphics import Graphics
from hardware.simulators.paper import printed


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """The paper (mode "1", black is 0), and how many bytes made it once the printer keeps what it can keep."""

    picture: Image.Image
    size: int


def preview(document: Document, settings: PrinterSettings) -> Preview:
    """Print a document on nothing. Letters of a printer's own have the simulator's shapes; each real one has others."""
    wanted, keeps = pictures(document, settings), Graphics()
    printed(b"".join(each.definition for each in wanted), graphics=keeps)
    job = composed(document, settings, kept=frozenset(each.key for each in wanted))
    picture, _ = printed(job, width=settings.width, graphics=keeps)
    return Preview(picture=picture, size=len(job))
