"""The catalogue as its centre has it: what is offered, under which short name and service, the own choices told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, text

from queue_server.domain.centre import CentreSetup
from queue_server.domain.centre_file import ProcedureEntry
from queue_server.domain.plain_text import folded
from queue_server.store.prepared import Prepared
from queue_server.store.views import View, coded

PAGE = 50

_COLUMNS = "SELECT id, code, name, short_name, own_short_name, field, offered, service_id, own_service FROM procedure"
_ALL = Prepared(text(f"{_COLUMNS} WHERE centre_id = :centre_id ORDER BY field, code"))
_ONE = Prepared(text(f"{_COLUMNS} WHERE centre_id = :centre_id AND code = :code"))
_SWITCH = text(
    "UPDATE procedure SET offered = :offered, own_short_name = :short_name, own_service = :own_service,"
    " service_id = :service_id WHERE id = :id"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What an administrator looks for: words in any spelling, a service's code, only what is offered or is not."""

    words: str = ""
    service: str | None = None
    offered: bool | None = None
    page: int = 0


def procedures_view(connection: Connection, setup: CentreSetup, sought: Sought) -> View:
    """Return one page of the procedures sought, by field and code, and how many there are."""
    wanted = folded(sought.words).split()
    rows = [row for row in procedure_rows(connection, setup.id) if _matches(setup, row, sought, wanted)]
    first = sought.page * PAGE
    return {"total": len(rows), "procedures": [_view(setup, row) for row in rows[first : first + PAGE]]}


def procedure_row(connection: Connection, *, centre_id: int, code: str) -> Mapping[str, Any] | None:
    """Return the row of the centre's procedure, or None."""
    row = _ONE.run(connection, centre_id=centre_id, code=code).one_or_none()
    return None if row is None else _named(row)


def procedure_view(connection: Connection, setup: CentreSetup, code: str) -> View:
    """Return one procedure, which must exist."""
    row = procedure_row(connection, centre_id=setup.id, code=code)
    assert row is not None
    return _view(setup, row)


def procedure_rows(connection: Connection, centre_id: int) -> Sequence[Mapping[str, Any]]:
    """Return all procedures of the centre, by field and code."""
    return [_named(row) for row in _ALL.run(connection, centre_id=centre_id)]


def own_choices(connection: Connection, setup: CentreSetup) -> Sequence[ProcedureEntry]:
    """Return what the centre has decided otherwise than the catalogue, by code; never a service that is retired."""
    rows = [row for row in procedure_rows(connection, setup.id) if _decided(row)]
    return tuple(
        ProcedureEntry(
            code=row["code"],
            offered=bool(row["offered"]),
            short_name=row["own_short_name"],
            service=_service(setup, row) if row["own_service"] and row["service_id"] in setup.services else None,
        )
        for row in sorted(rows, key=itemgetter("code"))
    )


def _decided(row: Mapping[str, Any]) -> bool:
    return not row["offered"] or row["own_short_name"] is not None or bool(row["own_service"])


def switch_procedure(
    connection: Connection,
    procedure_id: int,
    *,
    offered: bool,
    short_name: str | None,
    service_id: int | None,
    own: bool,
) -> None:
    """Write the centre's choices: `own` says that the service is one of them."""
    connection.execute(
        _SWITCH,
        {
            "id": procedure_id,
            "offered": offered,
            "short_name": short_name,
            "service_id": service_id,
            "own_service": own,
        },
    )


_KEYS = ("id", "code", "name", "short_name", "own_short_name", "field", "offered", "service_id", "own_service")


def _named(row: Any) -> Mapping[str, Any]:
    return dict(zip(_KEYS, row, strict=True))


def _matches(setup: CentreSetup, row: Mapping[str, Any], sought: Sought, wanted: list[str]) -> bool:
    if sought.offered is not None and bool(row["offered"]) != sought.offered:
        return False
    if sought.service is not None and _service(setup, row) != sought.service:
        return False
    if row["code"].startswith(sought.words.strip()):
        return True
    whole = " " + folded(f"{row['name']} {row['own_short_name'] or row['short_name']} {row['field']}")
    return all(f" {word}" in whole for word in wanted)


def _service(setup: CentreSetup, row: Mapping[str, Any]) -> str | None:
    return None if row["service_id"] is None else setup.services[row["service_id"]].code


def _view(setup: CentreSetup, row: Mapping[str, Any]) -> View:
    service_id = row["service_id"]
    return {
        "code": row["code"],
        "name": row["name"],
        "short_name": row["short_name"],
        "own_short_name": row["own_short_name"],
        "field": row["field"],
        "offered": bool(row["offered"]),
        "service": None if service_id is None else coded(setup.services[service_id]),
        "own_service": bool(row["own_service"]),
    }
