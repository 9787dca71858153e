"""Dossiers, and the time spent on them behind the counters."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, text, update

from queue_server.domain.catalogue import ChannelKind, TimeUnit
from queue_server.domain.dossier import Dossier, DossierState, Result, Step
from queue_server.domain.due import Term
from queue_server.domain.errors import DossierUnknown
from queue_server.store.moments import from_ms, maybe_from_ms, maybe_ms, to_ms
from queue_server.store.prepared import Prepared
from queue_server.store.schema_dossiers import BackHandlingRow, DossierRow
from queue_server.store.tables import table

_dossier = table(DossierRow)
_CHANGES = [
    "state", "procedure_id", "channel", "quantity", "unit", "received_at", "due_at", "settled_at", "ended_at",
    "changes",
]  # fmt: skip
DOSSIER_COLUMNS = tuple(_dossier.c[name] for name in ("id", "code", *_CHANGES))
_SEE = Prepared(
    text(
        "INSERT INTO dossier (centre_id, code, first_seen_at) VALUES (:centre_id, :code, :at)"
        " ON CONFLICT (centre_id, code) DO UPDATE SET code = excluded.code RETURNING id, code, state, procedure_id,"
        " channel, quantity, unit, received_at, due_at, settled_at, ended_at, changes"
    )
)
_FORGET = Prepared(
    text(
        "DELETE FROM dossier WHERE centre_id = :centre_id AND code = :code AND changes = 0"
        " AND NOT EXISTS (SELECT 1 FROM handling h WHERE h.dossier_id = dossier.id)"
        " AND NOT EXISTS (SELECT 1 FROM back_handling b WHERE b.dossier_id = dossier.id)"
    )
)
_FIND = Prepared(
    select(*DOSSIER_COLUMNS).where(_dossier.c.centre_id == bindparam("centre_id"), _dossier.c.code == bindparam("code"))
)
_BY_ID = Prepared(select(*DOSSIER_COLUMNS).where(_dossier.c.id == bindparam("id")))
_CODE_OF = Prepared(text("SELECT code FROM dossier WHERE id = :id"))
_SAVE = Prepared(update(_dossier).where(_dossier.c.id == bindparam("key")), columns=_CHANGES)
_BEGIN = Prepared(insert(table(BackHandlingRow)), columns=["centre_id", "dossier_id", "clerk_id", "step", "started_at"])
_END = Prepared(text("UPDATE back_handling SET result = :result, ended_at = :ended_at WHERE id = :id"))
_TAKEN = Prepared(text("SELECT max(started_at) FROM handling WHERE dossier_id = :dossier_id AND ended_at IS NULL"))
_IN_HAND = Prepared(
    text(
        "SELECT b.id, b.clerk_id, s.name, b.step, b.started_at FROM back_handling b JOIN staff s ON s.id = b.clerk_id"
        " WHERE b.dossier_id = :dossier_id AND b.ended_at IS NULL"
    )
)
_ALL_IN_HAND = Prepared(
    text(
        "SELECT d.code FROM back_handling b JOIN dossier d ON d.id = b.dossier_id"
        " WHERE b.ended_at IS NULL AND b.centre_id = :centre_id AND b.started_at < :before ORDER BY d.code"
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class InHand:
    """A back-office handling that runs."""

    id: int
    clerk_id: int
    clerk: str
    step: Step
    started_at: datetime


def see_dossier(connection: Connection, *, centre_id: int, code: str, at: datetime) -> Dossier:
    """Return the dossier of the code; one that was never seen is remembered from now on."""
    row = _SEE.run(connection, centre_id=centre_id, code=code, at=to_ms(at)).one_or_none()
    return dossier_from(row)


def forget_unworked(connection: Connection, *, centre_id: int, code: str) -> None:
    """Forget the dossier of the code if nobody has done anything with it: it was only seen by mistake."""
    _FORGET.run(connection, centre_id=centre_id, code=code)


def find_dossier(connection: Connection, *, centre_id: int, code: str) -> Dossier:
    """Return the centre's dossier of that code. Raises DossierUnknown."""
    row = _FIND.run(connection, centre_id=centre_id, code=code).one_or_none()
    if row is None:
        raise DossierUnknown(value=code)
    return dossier_from(row)


def find_dossier_by_id(connection: Connection, dossier_id: int) -> Dossier:
    """Return a dossier that exists."""
    return dossier_from(_BY_ID.run(connection, id=dossier_id).one_or_none())


def code_of_dossier(connection: Connection, dossier_id: int) -> str:
    """Return the code of a dossier that is there."""
    return str(_CODE_OF.run(connection, id=dossier_id).scalar_one())


def save_dossier(connection: Connection, dossier: Dossier) -> None:
    """Write what can change in a dossier, and count the change."""
    term = dossier.term
    _SAVE.run(
        connection,
        key=dossier.id,
        state=dossier.state.value,
        procedure_id=dossier.procedure_id,
        channel=None if dossier.channel is None else dossier.channel.value,
        quantity=None if term is None else term.quantity,
        unit=None if term is None else term.unit.value,
        received_at=maybe_ms(dossier.received_at),
        due_at=maybe_ms(dossier.due_at),
        settled_at=maybe_ms(dossier.settled_at),
        ended_at=maybe_ms(dossier.ended_at),
        changes=dossier.changes + 1,
    )


def in_hand(connection: Connection, dossier: Dossier) -> InHand | None:
    """Return the back-office handling that runs on the dossier, or None."""
    row = _IN_HAND.run(connection, dossier_id=dossier.id).one_or_none()
    if row is None:
        return None
    return InHand(id=row[0], clerk_id=row[1], clerk=row[2], step=Step(row[3]), started_at=from_ms(row[4]))


def codes_in_hand(connection: Connection, *, centre_id: int, before: datetime) -> list[str]:
    """Return the codes of the centre's dossiers that somebody behind the counters took in hand before that moment."""
    return [row[0] for row in _ALL_IN_HAND.run(connection, centre_id=centre_id, before=to_ms(before))]


def taken_in_hand(connection: Connection, dossier: Dossier) -> datetime | None:
    """Return when a counter took the dossier in hand that still has it, or None."""
    return maybe_from_ms(_TAKEN.run(connection, dossier_id=dossier.id).scalar())


def begin_back_handling(
    connection: Connection, *, centre_id: int, dossier: Dossier, clerk_id: int, step: Step, at: datetime
) -> None:
    """Write that the clerk has the dossier in hand."""
    _BEGIN.run(
        connection,
        centre_id=centre_id,
        dossier_id=dossier.id,
        clerk_id=clerk_id,
        step=step.value,
        started_at=to_ms(at),
    )


def end_back_handling(connection: Connection, handling: InHand, *, result: Result, at: datetime) -> None:
    """Write how a back-office handling ended."""
    _END.run(connection, id=handling.id, result=result.value, ended_at=to_ms(at))


def dossier_from(row: Any) -> Dossier:
    """Read a row of DOSSIER_COLUMNS."""
    return Dossier(
        id=row[0],
        code=row[1],
        state=DossierState(row[2]),
        procedure_id=row[3],
        channel=None if row[4] is None else ChannelKind(row[4]),
        term=None if row[6] is None else Term(quantity=row[5], unit=TimeUnit(row[6])),
        received_at=maybe_from_ms(row[7]),
        due_at=maybe_from_ms(row[8]),
        settled_at=maybe_from_ms(row[9]),
        ended_at=maybe_from_ms(row[10]),
        changes=row[11],
    )
