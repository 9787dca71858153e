"""What a kiosk sends and gets when fees are paid there. Amounts are whole dong."""

from typing import Annotated

from pydantic import Field

from queue_server.web.schemas_citizen_money import CitizenCharge, CitizenPayment
from queue_server.web.schemas_in import Exact, Language, Strict
from queue_server.web.schemas_jobs import PaperName
from queue_server.web.schemas_money import MethodName
from queue_server.web.schemas_out import Clocked, Out, PrintState


class MoneyQuestion(Strict):
    """`code` is a dossier's code, a pay code, or a text that holds a pay code."""

    code: Annotated[Exact, Field(min_length=1, max_length=80)]


class KioskPaymentRequest(Strict):
    method: MethodName


class KioskPaperRequest(Strict):
    kind: PaperName
    language: Language = "vi"


class KioskPaper(PrintState):
    kind: PaperName


class KioskPayment(CitizenPayment, Clocked):
    """A payment as a kiosk follows it. `code` is its pay code: people at the counters find it by that.

    `device` is where the terminal stands that takes it, null where none does; `paper` what was printed of it last.
    """

    dossier: str
    code: str
    device: str | None
    paper: KioskPaper | None


class KioskMoney(Out):
    """`account` says whether a payment code can be shown."""

    dossier: str
    account: bool
    charges: list[CitizenCharge]
