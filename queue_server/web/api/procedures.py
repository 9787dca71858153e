"""The central catalogue with a centre's own switches."""

from queue_server.domain.roles import Permission
from queue_server.store.procedure_switches import Sought, procedures_view
from queue_server.store.setup import setup_of
from queue_server.store.views import View
from queue_server.usecases.offering import Switches, set_procedure
from queue_server.web.api import api
from queue_server.web.endpoint import Call
from queue_server.web.schemas_admin import CatalogueFound, CatalogueSought, ProcedureAdministered, ProcedureSwitches

ADMINISTER = Permission.CENTRE_ADMINISTER


@api.endpoint("POST", "/admin/procedures/search", needs=ADMINISTER, takes=CatalogueSought, gives=CatalogueFound)
def administered_procedures(call: Call) -> View:
    """One page of the procedures whose names have all the words, with diacritics or without."""
    store, body = call.context.store, call.body
    sought = Sought(words=body.words, service=body.service, offered=body.offered, page=body.page)
    with store.reading() as connection:
        return procedures_view(connection, setup_of(store, connection, call.centre_id), sought)


@api.endpoint(
    "POST", "/admin/procedures/<code>", needs=ADMINISTER, takes=ProcedureSwitches, gives=ProcedureAdministered,
    once=True, refuses=("not_found",),
)  # fmt: skip
def switch(call: Call, code: str) -> str:
    """Offer a procedure or not, and give it an own short name and service, which imports keep."""
    body, staff = call.body, call.caller.staff
    assert staff is not None
    switches = Switches(offered=body.offered, short_name=body.short_name, service=body.service)
    return call.once(
        lambda unit: set_procedure(
            unit, centre_id=call.centre_id, code=code, switches=switches, actor_id=staff.id, at=call.at
        )
    )
