"""Numbers that a kiosk holds for the hours without the server, and what it gave of them."""

from queue_server.domain.lease import Given
from queue_server.domain.roles import Permission
from queue_server.usecases.leasing import lease_numbers
from queue_server.usecases.offline import take_in
from queue_server.web.api import api
from queue_server.web.endpoint import Call
from queue_server.web.schemas_leases import FatesOut, LeaseRequest, LeasesOut, OfflineTickets

LARGEST = 131_072
"""Two hundred tickets with the longest codes there can be."""


@api.endpoint(
    "POST", "/kiosk/leases", needs=Permission.TICKET_ISSUE, takes=LeaseRequest, gives=LeasesOut, once=True
)  # fmt: skip
def lease(call: Call) -> str:
    """Hold numbers in reserve for today; asking again renews them."""
    device = call.caller.device
    assert device is not None
    return call.once(
        lambda unit: lease_numbers(
            unit,
            centre_id=call.centre_id,
            device_id=device.id,
            numbers=call.body.numbers,
            holder=call.body.holder,
            at=call.at,
        )
    )


@api.endpoint(
    "POST", "/kiosk/leases/tickets", needs=Permission.TICKET_ISSUE, takes=OfflineTickets, gives=FatesOut, once=True,
    largest=LARGEST,
)  # fmt: skip
def upload(call: Call) -> str:
    """Tell the tickets that were given while the server was away."""
    device = call.caller.device
    assert device is not None
    tickets = [Given(**each.model_dump()) for each in call.body.tickets]
    return call.once(
        lambda unit: take_in(
            unit,
            centre_id=call.centre_id,
            device_id=device.id,
            tickets=tickets,
            public_url=call.context.public_url,
            at=call.at,
        )
    )
