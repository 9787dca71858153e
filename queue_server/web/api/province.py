"""What the province sees: every centre, no person."""

from queue_server.domain.roles import Permission
from queue_server.store.provinces import province_view
from queue_server.store.views import View
from queue_server.web.api import api
from queue_server.web.endpoint import Call, clock_view
from queue_server.web.schemas_province import ProvinceNow


@api.endpoint("GET", "/province/now", needs=Permission.PROVINCE_VIEW, gives=ProvinceNow)
def province_now(call: Call) -> View:
    """The state of every centre."""
    store = call.context.store
    with store.reading() as connection:
        view = province_view(store, connection, at=call.at, rate=call.context.clock.rate)
    return view | clock_view(call.context, call.at)
