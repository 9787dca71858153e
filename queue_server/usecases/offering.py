"""Local switches in the central catalogue: whether a procedure is offered, its short name, and its service."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from queue_server.domain.catalogue_selection import field_key
from queue_server.domain.errors import NotFound
from queue_server.domain.event import EventKind
from queue_server.store.procedure_switches import procedure_row, procedure_view, switch_procedure
from queue_server.store.schema import ServiceRow
from queue_server.store.setup import setup_for_writing
from queue_server.store.tables import table
from queue_server.store.unit import Unit
from queue_server.store.views import View
from queue_server.usecases.journaling import record

_services = table(ServiceRow)


@dataclass(frozen=True, slots=True, kw_only=True)
class Switches:
    """A centre's own choices for a procedure; None takes the catalogue's short name, or the service of its field."""

    offered: bool
    short_name: str | None
    service: str | None


def set_procedure(unit: Unit, *, centre_id: int, code: str, switches: Switches, actor_id: int, at: datetime) -> View:
    """Write the choices; imports keep them. Returns the procedure's view. Raises NotFound (procedure, service)."""
    setup = setup_for_writing(unit, centre_id)
    row = procedure_row(unit.connection, centre_id=centre_id, code=code)
    if row is None:
        raise NotFound(what="procedure", name=code[:32])
    own = switches.service is not None
    service_id = (
        setup.service(switches.service).id if switches.service else service_of_field(unit, centre_id, row["field"])
    )
    switch_procedure(
        unit.connection,
        row["id"],
        offered=switches.offered,
        short_name=switches.short_name,
        service_id=service_id,
        own=own,
    )
    record(
        unit,
        EventKind.PROCEDURE_SET,
        at=at,
        centre_id=centre_id,
        procedure=code,
        offered=switches.offered,
        short_name=switches.short_name,
        service=switches.service,
        clerk=actor_id,
    )
    return procedure_view(unit.connection, setup, code)


def service_of_field(unit: Unit, centre_id: int, field: str) -> int | None:
    """Return the service that covers the field, one in force before one that is retired."""
    rows = unit.connection.execute(
        select(_services.c.id, _services.c.fields)
        .where(_services.c.centre_id == centre_id)
        .order_by(_services.c.retired, _services.c.position, _services.c.id)
    )
    for row in rows:
        if field_key(field) in map(field_key, json.loads(row.fields)):
            return int(row.id)
    return None
