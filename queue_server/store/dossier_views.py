"""What staff see of dossiers: lists of work, what is late, the share that was in time, and a dossier's whole life."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select, text

from queue_server.domain.centre import CentreSetup
from queue_server.domain.dossier import IN_PROGRESS, Dossier, DossierState, results_of, standing
from queue_server.domain.due import near_until
from queue_server.domain.numbering import service_day
from queue_server.store.dossier_figures import counts_by_state, dossier_figures
from queue_server.store.dossiers import DOSSIER_COLUMNS, dossier_from, find_dossier, in_hand
from queue_server.store.moments import from_ms, maybe_from_ms, to_ms
from queue_server.store.prepared import Prepared
from queue_server.store.procedures import ProcedureBrief
from queue_server.store.reports import FORGOTTEN, seconds
from queue_server.store.schema import ProcedureRow, StaffRow
from queue_server.store.schema_dossiers import BackHandlingRow, DossierRow
from queue_server.store.tables import table
from queue_server.store.views import View, moment

MOST_LISTED = 200

_dossier, _procedure = table(DossierRow), table(ProcedureRow)
_back, _staff = table(BackHandlingRow), table(StaffRow)

_WITH_PROCEDURE = (
    select(
        *DOSSIER_COLUMNS,
        _procedure.c.code,
        func.coalesce(_procedure.c.own_short_name, _procedure.c.short_name),
        _staff.c.name,
        _staff.c.id,
    )
    .join_from(_dossier, _procedure, _procedure.c.id == _dossier.c.procedure_id, isouter=True)
    .join(_back, (_back.c.dossier_id == _dossier.c.id) & _back.c.ended_at.is_(None), isouter=True)
    .join(_staff, _staff.c.id == _back.c.clerk_id, isouter=True)
    .where(_dossier.c.centre_id == bindparam("centre_id"))
)
_CODE = len(DOSSIER_COLUMNS)


def _listed(*conditions: Any) -> Prepared:
    ordered: Select[Any] = _WITH_PROCEDURE.where(*conditions).order_by(
        _dossier.c.due_at.is_(None), _dossier.c.due_at, _dossier.c.received_at, _dossier.c.code
    )
    return Prepared(ordered.suffix_with(text("LIMIT :most")))


def _in(*states: DossierState) -> Any:
    return text("dossier.state IN ({})".format(", ".join(f"'{state.value}'" for state in states)))


WAITING: Mapping[str, DossierState] = MappingProxyType(
    {
        "appraise": DossierState.APPRAISING,
        "approve": DossierState.APPROVING,
        "stamp": DossierState.STAMPING,
        "return": DossierState.READY,
        "supplement": DossierState.SUPPLEMENT,
    }
)
"""Lists of dossiers that wait, and in which state."""

_RUNNING = _in(*sorted(IN_PROGRESS))
LISTS: Mapping[str, Prepared] = MappingProxyType(
    {
        **{name: _listed(_in(state)) for name, state in WAITING.items()},
        "late": _listed(_RUNNING, _dossier.c.due_at < bindparam("now")),
        "near_late": _listed(
            _RUNNING, _dossier.c.due_at >= bindparam("now"), _dossier.c.due_at <= bindparam("near_until")
        ),
    }
)
"""The lists, each soonest due first."""

_WITH_TIMES = frozenset({"late", "near_late"})
_AT_COUNTERS = Prepared(
    text(
        "SELECT h.started_at, h.ended_at, h.held_milliseconds, h.step, h.result, s.name, u.counter_id, t.label,"
        " u.outcome FROM handling h JOIN ticket t ON t.id = h.ticket_id"
        " JOIN turn u ON u.ticket_id = h.ticket_id AND u.ordinal = h.turn_ordinal JOIN staff s ON s.id = h.clerk_id"
        " WHERE h.dossier_id = :dossier_id ORDER BY h.ticket_id, h.turn_ordinal, h.ordinal"
    )
)
_BEHIND = Prepared(
    text(
        "SELECT b.started_at, b.ended_at, 0, b.step, b.result, s.name, NULL, NULL, NULL"
        " FROM back_handling b JOIN staff s ON s.id = b.clerk_id WHERE b.dossier_id = :dossier_id"
    )
)
_FIRST_SEEN = Prepared(select(_dossier.c.first_seen_at).where(_dossier.c.id == bindparam("id")))
_PROCEDURE = Prepared(select(_procedure.c.code, _procedure.c.name).where(_procedure.c.id == bindparam("id")))


def overview_view(connection: Connection, setup: CentreSetup, *, at: datetime) -> View:
    """Return how many dossiers each list has, and the figures."""
    counts = counts_by_state(connection, setup, at=at)
    waiting = {name: counts.get(state, (0, 0, 0))[0] for name, state in WAITING.items()}
    return {"waiting": waiting, **dossier_figures(connection, setup, at=at)}


def list_view(connection: Connection, setup: CentreSetup, which: str, *, at: datetime) -> View:
    """Return one of LISTS, at most MOST_LISTED dossiers."""
    near = near_until(at, setup.work_calendar)
    times = {"now": to_ms(at)} if which in _WITH_TIMES else {}
    if which == "near_late":
        times["near_until"] = to_ms(near)
    rows = LISTS[which].run(connection, centre_id=setup.id, most=MOST_LISTED, **times)
    return {"which": which, "dossiers": [_brief(row, at=at, near=near) for row in rows]}


def life_view(connection: Connection, setup: CentreSetup, code: str, *, at: datetime) -> View:
    """Return the dossier's whole life: what it is, where it is, and every handling in order. Raises DossierUnknown."""
    dossier = find_dossier(connection, centre_id=setup.id, code=code)
    holder = in_hand(connection, dossier)
    rows = [*_AT_COUNTERS.run(connection, dossier_id=dossier.id), *_BEHIND.run(connection, dossier_id=dossier.id)]
    rows.sort(key=lambda row: (row[0], row[1] is None, row[1]))
    near = near_until(at, setup.work_calendar)
    return {
        **_facts(dossier, at=at, near=near),
        "first_seen_at": moment(from_ms(_FIRST_SEEN.run(connection, id=dossier.id).scalar_one())),
        "settled_at": moment(dossier.settled_at),
        "ended_at": moment(dossier.ended_at),
        "procedure": _procedure_of(connection, dossier),
        "channel": None if dossier.channel is None else dossier.channel.value,
        "term": None if dossier.term is None else {"quantity": dossier.term.quantity, "unit": dossier.term.unit.value},
        "results": [result.value for result in results_of(dossier.state)],
        "in_hand": None if holder is None else {"id": holder.clerk_id, "name": holder.clerk},
        "handlings": [_handling(setup, row) for row in rows],
    }


def procedure_view(found: ProcedureBrief) -> View:
    """Return a procedure for whoever chooses one, with the terms the catalogue states."""
    return {
        "code": found.code,
        "name": found.name,
        "short_name": found.short_name,
        "field": found.field,
        "terms": [
            {"channel": channel.value, "quantity": term.quantity, "unit": term.unit.value}
            for channel, term in found.terms
        ],
    }


def _facts(dossier: Dossier, *, at: datetime, near: datetime) -> View:
    stands = standing(dossier, at=at, near_until=near)
    return {
        "code": dossier.code,
        "state": dossier.state.value,
        "step": None if dossier.step is None else dossier.step.value,
        "received_at": moment(dossier.received_at),
        "due_at": moment(dossier.due_at),
        "standing": None if stands is None else stands.value,
    }


def _brief(row: Any, *, at: datetime, near: datetime) -> View:
    return {
        **_facts(dossier_from(row), at=at, near=near),
        "procedure": None if row[_CODE] is None else {"code": row[_CODE], "name": row[_CODE + 1]},
        "in_hand": None if row[_CODE + 2] is None else {"id": row[_CODE + 3], "name": row[_CODE + 2]},
    }


def _procedure_of(connection: Connection, dossier: Dossier) -> View | None:
    if dossier.procedure_id is None:
        return None
    row = _PROCEDURE.run(connection, id=dossier.procedure_id).one_or_none()
    return None if row is None else {"code": row[0], "name": row[1]}


def _handling(setup: CentreSetup, row: Any) -> View:
    forgotten = row[8] == FORGOTTEN or (row[7] is None and _over_night(setup, row))
    counter = setup.counters.get(row[6])
    return {
        "step": row[3],
        "result": row[4],
        "clerk": row[5],
        "counter": None if counter is None else counter.number,
        "label": row[7],
        "started_at": moment(from_ms(row[0])),
        "ended_at": moment(maybe_from_ms(row[1])),
        "seconds": None if forgotten else seconds(row[0], row[1], less=row[2]),
    }


def _over_night(setup: CentreSetup, row: Any) -> bool:
    """Say whether a step behind the counters was left in hand over night: its end says nothing of its length."""
    if row[1] is None:
        return False
    return service_day(from_ms(row[0]), setup.zone) != service_day(from_ms(row[1]), setup.zone)
