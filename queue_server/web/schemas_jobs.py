"""What is handed to a kiosk to be printed, and what staff see of it."""

from typing import Annotated, Literal

from pydantic import Field

from queue_server.web.schemas_citizen_money import TransferOut
from queue_server.web.schemas_in import Language, Strict, Words
from queue_server.web.schemas_out import Coded, Moment, Names, Out, PrintState, Slip, TicketState

PaperName = Literal["confirmation", "payment_code"]


class JobSlip(Slip):
    """`request_key`: the Idempotency-Key of the kiosk's request that gave the number. `offline`: the kiosk gave it
    without the server, and then nobody knew how many were `ahead`.
    """

    ahead: int | None  # type: ignore[assignment]
    offline: bool = False
    request_key: str | None = None


class PaperFee(Out):
    name: str
    amount: int


class Paper(Out):
    """What all papers of payments say: `label` is the pay code, amounts are dong, `in_words` reads it in Vietnamese."""

    label: str
    language: str
    centre: Coded
    dossier: str
    fees: list[PaperFee]
    amount: int
    in_words: str


class Place(Out):
    names: Names


class ConfirmationPaper(Paper):
    """`official` is the number of the statutory receipt."""

    method: Literal["vietqr", "card"]
    last4: str | None
    paid_at: Moment
    official: str | None
    place: Place


class PaymentCodePaper(Paper):
    """What the code holds, and the same transfer in words."""

    transfer: TransferOut
    shown_at: Moment


class AnyJob(Out):
    id: str
    attempt: int
    copy_: Annotated[int, Field(alias="copy")]


class SlipJob(AnyJob):
    kind: Literal["print_slip", "slip_copy"]
    slip: JobSlip


class ConfirmationJob(AnyJob):
    kind: Literal["confirmation"]
    slip: ConfirmationPaper


class PaymentCodeJob(AnyJob):
    kind: Literal["payment_code"]
    slip: PaymentCodePaper


class Jobs(Out):
    jobs: list[SlipJob | ConfirmationJob | PaymentCodeJob]


class JobState(Out):
    state: str


class PaperRequest(Strict):
    """A paper of a payment to print; `device` names the kiosk, null lets the server choose it."""

    kind: PaperName
    language: Language = "vi"
    device: Annotated[Words, Field(max_length=40)] | None = None


class PaperState(PrintState):
    """How far a paper is that was asked for last; `copies` counts the times it was asked for again."""

    kiosk: str
    copies: int


class Papers(Out):
    """The papers of a payment, null for one that nobody asked for."""

    confirmation: PaperState | None
    payment_code: PaperState | None


class NumberOut(Out):
    """A ticket of today by its number; `print` is how far its slip is, of the one asked for last."""

    id: str
    label: str
    state: TicketState
    service: Coded
    print: PrintState | None


class KioskName(Out):
    id: str
    name: str
    hall: Coded


class Kiosks(Out):
    """The kiosks of the centre, where papers can be printed. `here` is the hall's code of the counter one sits at."""

    kiosks: list[KioskName]
    here: str | None
