"""Papers of payments, and the numbers of statutory receipts."""

from queue_server.domain.paper import PaperKind
from queue_server.domain.roles import Permission
from queue_server.store.money_views import payment_view
from queue_server.store.paper_views import kiosks_view, number_view, papers_view
from queue_server.store.payments import find_payment
from queue_server.store.setup import setup_of
from queue_server.store.views import View
from queue_server.usecases.confirmations import print_for_staff
from queue_server.usecases.receipts import enter_receipt
from queue_server.web.api import api
from queue_server.web.api.counter import clerk_of
from queue_server.web.api.money import SETTLE
from queue_server.web.endpoint import Call
from queue_server.web.schemas_jobs import Kiosks, NumberOut, PaperRequest, Papers
from queue_server.web.schemas_money import PaymentOut, ReceiptRequest
from queue_server.web.schemas_out import ReprintOut

OPERATE = Permission.COUNTER_OPERATE
AT_MONEY = (OPERATE, SETTLE)


@api.endpoint("GET", "/kiosks", needs=(OPERATE, Permission.DEVICE_MANAGE, SETTLE), gives=Kiosks)
def kiosks(call: Call) -> View:
    """Where papers can be printed."""
    store = call.context.store
    with store.reading() as connection:
        return kiosks_view(connection, setup_of(store, connection, call.centre_id), clerk_id=clerk_of(call))


@api.endpoint(
    "GET", "/numbers/<label>", needs=(OPERATE, Permission.DEVICE_MANAGE), gives=NumberOut, refuses=("not_found",)
)
def number(call: Call, label: str) -> View:
    """The ticket that has this number today, and what became of its slip."""
    store = call.context.store
    with store.reading() as connection:
        setup = setup_of(store, connection, call.centre_id)
        return number_view(connection, setup, label.strip().upper(), at=call.at)


@api.endpoint("GET", "/payments/<payment>/papers", needs=AT_MONEY, gives=Papers, refuses=("not_found",))
def papers(call: Call, payment: str) -> View:
    """What became of a payment's papers: those asked for last."""
    with call.context.store.reading() as connection:
        return papers_view(connection, find_payment(connection, centre_id=call.centre_id, payment_id=payment))


@api.endpoint(
    "POST", "/payments/<payment>/papers", needs=AT_MONEY, takes=PaperRequest, gives=ReprintOut, once=True,
    refuses=("not_found", "slip.kiosk_needed", "payment.no_paper", "payment.no_account"),
)  # fmt: skip
def print_paper(call: Call, payment: str) -> str:
    """Print a paper of a payment, marked as a copy from the second time on."""
    return call.once(
        lambda unit: print_for_staff(
            unit,
            centre_id=call.centre_id,
            staff_id=clerk_of(call),
            payment_id=payment,
            kind=PaperKind(call.body.kind),
            device_id=call.body.device,
            language=call.body.language,
            at=call.at,
        )
    )


@api.endpoint(
    "POST", "/payments/<payment>/receipt", needs=AT_MONEY, takes=ReceiptRequest, gives=PaymentOut, once=True,
    refuses=(
        "not_found", "payment.no_paper", "receipt.number_taken", "receipt.wrong_number", "payment.reason_needed",
    ),
)  # fmt: skip
def number_receipt(call: Call, payment: str) -> str:
    """Enter the number of the statutory receipt; another one in its place takes a reason."""
    return call.once(
        lambda unit: payment_view(
            enter_receipt(
                unit,
                centre_id=call.centre_id,
                staff_id=clerk_of(call),
                payment_id=payment,
                series=call.body.series,
                number=call.body.number,
                reason=call.body.reason,
                at=call.at,
            )
        )
    )
