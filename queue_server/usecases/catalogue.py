"""Bringing the national catalogue into a centre."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from queue_server.domain.catalogue import Level, Rejected
from queue_server.domain.catalogue_offer import Offer, Offered
from queue_server.domain.catalogue_selection import field_key
from queue_server.domain.event import EventKind
from queue_server.domain.plain_text import folded
from queue_server.domain.short_name import short_name
from queue_server.store.catalogue_fees import written_words
from queue_server.store.engine import Store
from queue_server.store.schema import CentreRow, ProcedureRow, ServiceRow
from queue_server.store.setup import setup_for_writing
from queue_server.store.tables import table
from queue_server.store.unit import Unit
from queue_server.usecases.journaling import record

_centre, _procedure, _service = table(CentreRow), table(ProcedureRow), table(ServiceRow)

COLUMNS = ("service_id", "name", "short_name", "field", "levels", "agency", "channels", "documents", "url", "fees")
CODE_LIMIT = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class CentreBrief:
    """A centre that a catalogue can be imported into."""

    id: int
    code: str
    level: Level


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import did. Counts are procedures; `absent` are known ones that the file does not have, left as they are.

    `new_services` are fields that no service covered: each became a service of its own, which is not offered at the
    kiosk until it is given a line. `unoffered` counts the procedures under any service without a line.
    """

    inserted: int
    updated: int
    unchanged: int
    absent: int
    unoffered: int
    new_services: Sequence[str]
    left_out: Sequence[Rejected]


def centres_of(store: Store) -> Sequence[CentreBrief]:
    """Return the centres of this installation in order of their codes."""
    with store.reading() as connection:
        rows = connection.execute(select(_centre.c.id, _centre.c.code, _centre.c.level).order_by(_centre.c.code))
        return [CentreBrief(id=row.id, code=row.code, level=Level(row.level)) for row in rows]


def import_procedures(unit: Unit, *, centre_id: int, offer: Offer, at: datetime) -> ImportReport:
    """Write what the file offers: new procedures are inserted, changed ones updated, others not touched.

    Repeating it changes nothing. A procedure belongs to the service that the centre has chosen for it, or that covers
    its field, else to a new one; whether it is offered and an own short name stay the centre's.
    Raises NotFound for an unknown centre.
    """
    setup_for_writing(unit, centre_id)
    services, new_services = _services(unit, centre_id, offer.offered)
    known = _known(unit, centre_id)
    wanted = {
        each.procedure.code: _row(each, _service_of(known.get(each.procedure.code), services[field_key(each.field)]))
        for each in offer.offered
    }
    inserted = [wanted[code] | {"centre_id": centre_id, "code": code} for code in wanted if code not in known]
    updated = [wanted[code] | {"row_id": known[code].id} for code in wanted if _differs(known.get(code), wanted[code])]
    _write(unit, inserted, updated)
    report = ImportReport(
        inserted=len(inserted),
        updated=len(updated),
        unchanged=len(wanted) - len(inserted) - len(updated),
        absent=len(known.keys() - wanted.keys()),
        unoffered=_unoffered(unit, centre_id),
        new_services=new_services,
        left_out=offer.left_out,
    )
    _journal(unit, centre_id, report, at=at)
    return report


def _services(unit: Unit, centre_id: int, offered: Sequence[Offered]) -> tuple[Mapping[str, int], Sequence[str]]:
    """Return the service of each field, making those that are missing, and the fields that were missing."""
    rows = unit.connection.execute(
        select(_service.c.id, _service.c.code, _service.c.fields, _service.c.position)
        .where(_service.c.centre_id == centre_id)
        .order_by(_service.c.retired, _service.c.position, _service.c.id)
    ).all()
    covered: dict[str, int] = {}
    for row in rows:
        for field in json.loads(row.fields):
            covered.setdefault(field_key(field), row.id)
    missing = sorted({each.field for each in offered if field_key(each.field) not in covered})
    codes = {row.code for row in rows}
    position = max((row.position for row in rows), default=-1) + 1
    for place, field in enumerate(missing, start=position):
        code = _free_code(field, codes)
        codes.add(code)
        covered[field_key(field)] = _add_service(unit, centre_id, code=code, field=field, position=place)
    if missing:
        unit.connection.execute(update(_centre).where(_centre.c.id == centre_id).values(version=_centre.c.version + 1))
    return covered, missing


def _add_service(unit: Unit, centre_id: int, *, code: str, field: str, position: int) -> int:
    names = {"vi": field, "en": field, "zh": field}
    shorts = dict.fromkeys(names, short_name(field))
    done = unit.connection.execute(
        insert(_service).values(
            centre_id=centre_id,
            line_id=None,
            code=code,
            names=json.dumps(names, ensure_ascii=False),
            short_names=json.dumps(shorts, ensure_ascii=False),
            bring=json.dumps(dict.fromkeys(names, "")),
            hours="{}",
            fields=json.dumps([field], ensure_ascii=False),
            position=position,
        )
    )
    key = done.inserted_primary_key
    assert key is not None
    return int(key[0])


def _free_code(field: str, taken: set[str]) -> str:
    slug = "-".join(folded(field).encode("ascii", "ignore").decode().split()) or "field"
    code = base = slug[:CODE_LIMIT].rstrip("-")
    number = 2
    while code in taken:
        tail = f"-{number}"
        code, number = base[: CODE_LIMIT - len(tail)] + tail, number + 1
    return code


def _known(unit: Unit, centre_id: int) -> Mapping[str, Any]:
    rows = unit.connection.execute(select(_procedure).where(_procedure.c.centre_id == centre_id))
    return {row.code: row for row in rows}


def _service_of(known: Any, of_field: int) -> int | None:
    if known is not None and known.own_service:
        return None if known.service_id is None else int(known.service_id)
    return of_field


def _row(offered: Offered, service_id: int | None) -> dict[str, Any]:
    procedure = offered.procedure
    channels = [
        {"kind": channel.kind.value, "duration": channel.duration, "unit": channel.unit and channel.unit.value}
        for channel in procedure.channels
    ]
    return {
        "service_id": service_id,
        "name": procedure.name,
        "short_name": offered.short_name,
        "field": offered.field,
        "levels": json.dumps(sorted(procedure.levels)),
        "agency": procedure.agency,
        "channels": json.dumps(channels),
        "documents": procedure.documents,
        "url": procedure.url,
        "fees": written_words(procedure.fees),
    }


def _differs(known: Any, wanted: Mapping[str, Any]) -> bool:
    return known is not None and any(getattr(known, column) != wanted[column] for column in COLUMNS)


def _write(unit: Unit, inserted: Sequence[Mapping[str, Any]], updated: Sequence[Mapping[str, Any]]) -> None:
    if inserted:
        unit.connection.execute(insert(_procedure), list(inserted))
    if updated:
        values: dict[str, Any] = {column: bindparam(column) for column in COLUMNS}
        statement = update(_procedure).where(_procedure.c.id == bindparam("row_id")).values(values)
        unit.connection.execute(statement, list(updated))


def _unoffered(unit: Unit, centre_id: int) -> int:
    rows = unit.connection.execute(
        select(_procedure.c.id)
        .join(_service, _service.c.id == _procedure.c.service_id)
        .where(_procedure.c.centre_id == centre_id, _service.c.line_id.is_(None))
    )
    return len(rows.all())


def _journal(unit: Unit, centre_id: int, report: ImportReport, *, at: datetime) -> None:
    record(
        unit,
        EventKind.CATALOGUE_IMPORTED,
        at=at,
        centre_id=centre_id,
        inserted=report.inserted,
        updated=report.updated,
        unchanged=report.unchanged,
        absent=report.absent,
        left_out=len(report.left_out),
        new_services=len(report.new_services),
    )
