"""The versions of a centre's document."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from queue_server.domain.centre_document import Document
from queue_server.store.moments import from_ms, to_ms
from queue_server.store.schema import StaffRow
from queue_server.store.schema_versions import CentreVersionRow
from queue_server.store.tables import table

SHOWN = 200

_version, _staff = table(CentreVersionRow), table(StaffRow)
_WITH_NAME = select(
    _version.c.number, _version.c.document, _version.c.at, _version.c.note, _staff.c.name.label("who")
).join_from(_version, _staff, _version.c.staff_id == _staff.c.id, isouter=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class CentreVersion:
    """One version; `who` is None when it came from the command line."""

    number: int
    document: Document
    at: datetime
    who: str | None
    note: str


def versions_of(connection: Connection, centre_id: int) -> list[CentreVersion]:
    """Return the latest versions, newest first."""
    newest = _WITH_NAME.where(_version.c.centre_id == centre_id).order_by(_version.c.number.desc()).limit(SHOWN)
    return [_read(row) for row in connection.execute(newest)]


def latest_version(connection: Connection, centre_id: int) -> CentreVersion | None:
    """Return the newest version, or None when none was ever kept."""
    newest = _WITH_NAME.where(_version.c.centre_id == centre_id).order_by(_version.c.number.desc()).limit(1)
    row = connection.execute(newest).one_or_none()
    return None if row is None else _read(row)


def version_of(connection: Connection, centre_id: int, number: int) -> CentreVersion | None:
    """Return the version of that number, or None."""
    one = _WITH_NAME.where(_version.c.centre_id == centre_id, _version.c.number == number)
    row = connection.execute(one).one_or_none()
    return None if row is None else _read(row)


def keep_version(
    connection: Connection, *, centre_id: int, document: Document, at: datetime, who: int | None = None, note: str = ""
) -> int:
    """Keep a document as the next version and return its number; `who` is the id of the person."""
    latest = latest_version(connection, centre_id)
    number = 1 if latest is None else latest.number + 1
    connection.execute(
        insert(_version).values(
            centre_id=centre_id,
            number=number,
            document=json.dumps(document, ensure_ascii=False),
            at=to_ms(at),
            staff_id=who,
            note=note,
        )
    )
    return number


def _read(row: Any) -> CentreVersion:
    return CentreVersion(
        number=row.number, document=json.loads(row.document), at=from_ms(row.at), who=row.who, note=row.note
    )
