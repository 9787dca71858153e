"""What a payment's confirmation says, as a document for any printer.

The statutory receipt (biên lai: Decree 123/2020, 70/2025) comes from the centre's provider of receipts. This slip
confirms a payment, says that it does not replace that receipt, and names its number where there is one.
"""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from hardware.document import Bitmap, Block, Document, Mark, Rule, Text
from kiosk.texts import text


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A payment that was confirmed. `amount` is in dong, `amount_in_words` reads it in Vietnamese; `paid_at` is aware.

    `fee` and `method` are in words of the `language`; `official` is the number of the statutory receipt.
    """

    number: str
    language: str
    centre: str
    counter: str
    fee: str
    amount: int
    amount_in_words: str
    method: str
    paid_at: datetime
    dossier: str | None = None
    official: str | None = None


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
    blocks.append(Text(_said(receipt, "receipt.fee", fee=receipt.fee), align="left"))
    if receipt.dossier is not None:
        blocks.append(Text(_said(receipt, "receipt.dossier", code=receipt.dossier), align="left"))
    blocks.append(Text(_said(receipt, "receipt.amount", amount=_figures(receipt)), size="title", bold=True))
    blocks.append(Text(_said(receipt, "receipt.in_words", words=receipt.amount_in_words), align="left"))
    blocks.append(Text(_said(receipt, "receipt.method", method=receipt.method), align="left"))
    if receipt.official is not None:
        blocks.append(Text(_said(receipt, "receipt.official", number=receipt.official), align="left"))
    local = receipt.paid_at.astimezone(ZoneInfo(zone))
    paid = _said(receipt, "receipt.paid", time=f"{local:%H:%M}", date=f"{local:%d/%m/%Y}")
    return Document((*blocks, Rule(), Text(receipt.counter, bold=True), Text(paid, size="small")))


def _figures(receipt: Receipt) -> str:
    """Return the amount with its thousands apart, as the language has it."""
    grouped = f"{receipt.amount:,}"
    return grouped.replace(",", ".") if receipt.language == "vi" else grouped


def _said(receipt: Receipt, key: str, **facts: object) -> str:
    return text(key, receipt.language, **facts)
