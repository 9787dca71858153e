"""What of the national catalogue's word on fees somebody has to look at."""

from queue_server.domain.errors import NotFound
from queue_server.domain.numbering import service_day
from queue_server.store.catalogue_fees import LISTS, review_view, reviewed
from queue_server.store.setup import setup_of
from queue_server.store.views import View
from queue_server.web.api import api
from queue_server.web.api.settling import VIEW
from queue_server.web.endpoint import Call
from queue_server.web.schemas_fees import FeeReview


@api.endpoint("GET", "/money/catalogue/<which>", needs=VIEW, gives=FeeReview, refuses=("not_found",))
def fee_review(call: Call, which: str) -> View:
    """Procedures without a rule, and where the catalogue contradicts itself; no fee is ever asked by it."""
    if which not in LISTS:
        raise NotFound(what="list", name=which[:32])
    store = call.context.store
    with store.reading() as connection:
        zone = setup_of(store, connection, call.centre_id).zone
        return review_view(reviewed(connection, call.centre_id, service_day(call.at, zone)), which)
