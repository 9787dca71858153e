"""Bringing a centre's own choices in the national catalogue to what a centre file says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from queue_server.domain.centre_file import ProcedureEntry
from queue_server.store.procedure_switches import procedure_rows, switch_procedure
from queue_server.store.schema import ServiceRow
from queue_server.store.tables import table
from queue_server.store.unit import Unit
from queue_server.usecases.offering import service_of_field


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """How many procedures were changed, and the codes that the catalogue does not have."""

    changed: int
    unknown: Sequence[str]


def bring_procedures(unit: Unit, *, centre_id: int, entries: Sequence[ProcedureEntry], only: bool) -> Brought:
    """Write the choices; with `only` every other procedure becomes what the catalogue says again.

    The services that the entries name must be in the database.
    """
    services = _services(unit, centre_id)
    wanted = {entry.code: entry for entry in entries}
    rows = procedure_rows(unit.connection, centre_id)
    changed = 0
    for row in rows:
        if only or row["code"] in wanted:
            changed += _bring(unit, centre_id, row, wanted.get(row["code"], ProcedureEntry(code=row["code"])), services)
    return Brought(changed=changed, unknown=sorted(wanted.keys() - {row["code"] for row in rows}))


def _bring(
    unit: Unit, centre_id: int, row: Mapping[str, Any], entry: ProcedureEntry, services: Mapping[str, int]
) -> bool:
    own = None if entry.service is None else services[entry.service]
    before = (bool(row["offered"]), row["own_short_name"], row["service_id"] if row["own_service"] else None)
    if before == (entry.offered, entry.short_name, own):
        return False
    switch_procedure(
        unit.connection,
        row["id"],
        offered=entry.offered,
        short_name=entry.short_name,
        service_id=service_of_field(unit, centre_id, row["field"]) if own is None else own,
        own=own is not None,
    )
    return True


def _services(unit: Unit, centre_id: int) -> Mapping[str, int]:
    rows = table(ServiceRow)
    found = unit.connection.execute(select(rows.c.code, rows.c.id).where(rows.c.centre_id == centre_id))
    return {row.code: row.id for row in found}
