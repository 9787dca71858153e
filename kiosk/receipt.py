"""What a payment's confirmation says, as a document for any printer.

The statutory receipt (biên lai: Decree 123/2020, 70/2025) comes from the centre's provider of receipts. This slip
confirms a payment, says that it does not replace that receipt, and names its number where there is one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from hardware.document import Bitmap, Block, Document, Mark, Rule, Text
from hardware.terminal.till import PrintLine
from kiosk.card_lines import card_blocks, card_lines_of
from kiosk.money import Fee, fee_blocks, fees_of, in_figures, method_said
from kiosk.texts import text
from kiosk.views import dong_of, language_of, maybe_text_of, moment_of, name_of, text_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A payment that was confirmed. `amount` is in dong, `amount_in_words` reads it in Vietnamese; `paid_at` is aware.

    `place` and `method` are in words of the `language`, the fees as the centre's rules name them; `official` is the
    number of the statutory receipt, `card` what the card's terminal has us print for its holder.
    """

    number: str
    language: str
    centre: str
    place: str
    fees: tuple[Fee, ...]
    amount: int
    amount_in_words: str
    method: str
    paid_at: datetime
    dossier: str | None = None
    official: str | None = None
    card: tuple[PrintLine, ...] = ()

    @classmethod
    def from_json(cls, view: Mapping[str, Any]) -> "Receipt":
        """Read the server's paper. Raises SlipError."""
        language = language_of(view)
        return cls(
            number=text_of(view, "label"),
            language=language,
            centre=name_of(view, "centre", language),
            place=name_of(view, "place", language),
            fees=fees_of(view),
            amount=dong_of(view, "amount"),
            amount_in_words=text_of(view, "in_words"),
            method=method_said(view, language),
            paid_at=moment_of(view, "paid_at"),
            dossier=maybe_text_of(view, "dossier"),
            official=maybe_text_of(view, "official"),
            card=card_lines_of(view),
        )


def receipt_document(
    receipt: Receipt, *, copy: int = 0, zone: str = "Asia/Ho_Chi_Minh", logo: Bitmap | None = None
) -> Document:
    """Return the confirmation as a document; with `copy` of 1 or more it is marked as a reprint."""
    blocks: list[Block] = [*filter(None, (logo,)), Text(receipt.centre, bold=True, fixed=True)]
    languages = dict.fromkeys(("vi", receipt.language))
    blocks += [Text(text("receipt.title", each), size="large", bold=True, fixed=True) for each in languages]
    blocks += [Mark(_said(receipt, "slip.copy"))] if copy else []
    blocks += [Text(text("receipt.no_substitute", each), fixed=True) for each in languages]
    blocks += [Text(_said(receipt, "receipt.number", number=receipt.number), bold=True), Rule()]
    blocks += fee_blocks(receipt.fees, receipt.language)
    if receipt.dossier is not None:
        blocks.append(Text(_said(receipt, "receipt.dossier", code=receipt.dossier), align="left"))
    blocks.append(Text(in_figures(receipt.amount, receipt.language), size="title", bold=True))
    blocks.append(Text(_said(receipt, "receipt.in_words", words=receipt.amount_in_words), align="left"))
    blocks.append(Text(_said(receipt, "receipt.method", method=receipt.method), align="left"))
    if receipt.official is not None:
        blocks.append(Text(_said(receipt, "receipt.official", number=receipt.official), align="left"))
    local = receipt.paid_at.astimezone(ZoneInfo(zone))
    paid = _said(receipt, "receipt.paid", time=f"{local:%H:%M}", date=f"{local:%d/%m/%Y}")
    blocks += [Rule(), Text(receipt.place, bold=True), Text(paid, size="small")]
    return Document((*blocks, *card_blocks(receipt.card, receipt.language)))


def _said(receipt: Receipt, key: str, **facts: object) -> str:
    return text(key, receipt.language, **facts)
