"""A payment code on paper, as a document for any printer: for who cannot see it on a screen.

What the code holds is the server's (VietQR); here it is only drawn, with the same transfer in words beside it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from hardware.document import Bitmap, Block, Document, Mark, Qr, Rule, Space, Text
from kiosk.money import Fee, fee_blocks, fees_of, in_figures
from kiosk.texts import text
from kiosk.views import SlipError, dong_of, language_of, moment_of, name_of, text_of

LONGEST_CODE = 400
MODULE = 7
"""Dots of a cell: as large as a code of this length fits paper of 58 mm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentCode:
    """A transfer that is waited for. `amount` in dong, `code` is the words that the transfer must bear."""

    code: str
    language: str
    centre: str
    dossier: str
    fees: tuple[Fee, ...]
    amount: int
    amount_in_words: str
    qr: str
    bank: str
    account: str
    holder: str
    shown_at: datetime

    @classmethod
    def from_json(cls, view: Mapping[str, Any]) -> "PaymentCode":
        """Read the server's paper. Raises SlipError."""
        language, transfer = language_of(view), view.get("transfer")
        if not isinstance(transfer, Mapping):
            raise SlipError("transfer")
        return cls(
            code=text_of(view, "label"),
            language=language,
            centre=name_of(view, "centre", language),
            dossier=text_of(view, "dossier"),
            fees=fees_of(view),
            amount=dong_of(view, "amount"),
            amount_in_words=text_of(view, "in_words"),
            qr=text_of(transfer, "vietqr", longest=LONGEST_CODE),
            bank=text_of(transfer, "bank"),
            account=text_of(transfer, "account"),
            holder=text_of(transfer, "holder"),
            shown_at=moment_of(view, "shown_at"),
        )


def payment_code_document(
    paper: PaymentCode, *, copy: int = 0, zone: str = "Asia/Ho_Chi_Minh", logo: Bitmap | None = None
) -> Document:
    """Return the paper as a document; with `copy` of 1 or more it is marked as a reprint."""
    languages = dict.fromkeys(("vi", paper.language))
    blocks: list[Block] = [*filter(None, (logo,)), Text(paper.centre, bold=True, fixed=True)]
    blocks += [Text(text("payment_code.title", each), size="large", bold=True, fixed=True) for each in languages]
    blocks += [Mark(_said(paper, "slip.copy"))] if copy else []
    blocks += [*fee_blocks(paper.fees, paper.language)]
    blocks.append(Text(_said(paper, "receipt.dossier", code=paper.dossier), align="left"))
    blocks.append(Text(in_figures(paper.amount, paper.language), size="title", bold=True))
    blocks.append(Text(_said(paper, "receipt.in_words", words=paper.amount_in_words), align="left"))
    blocks += [Space(2), Qr(paper.qr, module=MODULE), Text(_said(paper, "payment_code.scan"), size="small", fixed=True)]
    blocks.append(Text(_said(paper, "payment_code.words", code=paper.code), size="large", bold=True))
    blocks.append(Text(_said(paper, "payment_code.holder", holder=paper.holder), align="left"))
    blocks.append(Text(_said(paper, "payment_code.account", account=paper.account, bank=paper.bank), align="left"))
    blocks += [Rule(), *(Text(text("payment_code.until", each), bold=True, fixed=True) for each in languages)]
    local = paper.shown_at.astimezone(ZoneInfo(zone))
    shown = _said(paper, "slip.issued", time=f"{local:%H:%M}", date=f"{local:%d/%m/%Y}")
    return Document((*blocks, Text(shown, size="small")))


def _said(paper: PaymentCode, key: str, **facts: object) -> str:
    return text(key, paper.language, **facts)
