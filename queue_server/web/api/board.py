"""What a lobby board asks."""

from queue_server.domain.numbering import service_day
from queue_server.domain.roles import Permission
from queue_server.store.boards import board_view
from queue_server.store.moments import to_day
from queue_server.store.setup import setup_of
from queue_server.store.views import View
from queue_server.web.api import api
from queue_server.web.endpoint import Call, clock_view
from queue_server.web.schemas_board import Board


@api.endpoint("GET", "/board", needs=Permission.BOARD_READ, gives=Board)
def board(call: Call) -> View:
    """All that the boards of the device's hall show."""
    assert call.caller.device is not None
    store = call.context.store
    with store.reading() as connection:
        setup = setup_of(store, connection, call.centre_id)
        day = to_day(service_day(call.at, setup.zone))
        hall_id, rate = call.caller.device.hall_id, call.context.clock.rate
        view = board_view(connection, setup, hall_id=hall_id, day_ordinal=day, at=call.at, rate=rate)
    return view | clock_view(call.context, call.at) | {"assets": call.context.assets}
