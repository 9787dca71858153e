"""Whether the server works, and its own description."""

from queue_server.domain.roles import Permission
from queue_server.store.journal import last_seq
from queue_server.store.views import View
from queue_server.web.api import api
from queue_server.web.endpoint import Call
from queue_server.web.openapi import document
from queue_server.web.schemas_out import Health


@api.endpoint("GET", "/healthz", needs=None, gives=Health)
def healthz(call: Call) -> View:
    """Answers when the database answers."""
    with call.context.store.reading() as connection:
        return {"status": "ok", "seq": last_seq(connection)}


@api.endpoint("GET", "/openapi.json", needs=Permission.API_READ)
def openapi(_call: Call) -> View:
    """This description."""
    return document(api)
