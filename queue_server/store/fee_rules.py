"""Fee rules in and out of the database."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from queue_server.domain.catalogue import ChannelKind
from queue_server.domain.errors import NotFound
from queue_server.domain.fee import FeeKind, FeeRule, Tier
from queue_server.store.moments import from_day, maybe_from_ms, to_day, to_ms
from queue_server.store.prepared import Prepared, Row

_COLUMNS = (
    "SELECT id, procedure_code, channel, kind, name, unit, tiers, most, exempt, basis, valid_from, valid_until,"
    " proposed_by, approved_by, approved_at, translations FROM fee_rule"
)
_OF_PROCEDURE = Prepared(
    text(
        f"{_COLUMNS} WHERE centre_id = :centre_id AND procedure_code = :procedure AND withdrawn_at IS NULL ORDER BY id"
    )
)
_ALL = Prepared(
    text(f"{_COLUMNS} WHERE centre_id = :centre_id AND withdrawn_at IS NULL ORDER BY procedure_code, channel, id")
)
_ONE = Prepared(text(f"{_COLUMNS} WHERE centre_id = :centre_id AND id = :id AND withdrawn_at IS NULL"))
_INSERT = Prepared(
    text(
        "INSERT INTO fee_rule (centre_id, procedure_code, channel, kind, name, unit, tiers, most, exempt, basis,"
        " translations, valid_from, valid_until, proposed_at, proposed_by) VALUES (:centre_id, :procedure, :channel,"
        " :kind, :name, :unit, :tiers, :most, :exempt, :basis, :translations, :valid_from, :valid_until, :at,"
        " :proposed_by) RETURNING id"
    )
)
_APPROVE = Prepared(text("UPDATE fee_rule SET approved_at = :at, approved_by = :by WHERE id = :id"))
_WITHDRAW = Prepared(text("UPDATE fee_rule SET withdrawn_at = :at, withdrawn_by = :by WHERE id = :id"))


def rules_of_procedure(connection: Connection, *, centre_id: int, procedure: str) -> Sequence[FeeRule]:
    """Return the procedure's rules that are not withdrawn, approved or not."""
    return [_rule(row) for row in _OF_PROCEDURE.run(connection, centre_id=centre_id, procedure=procedure)]


def all_rules(connection: Connection, centre_id: int) -> Sequence[FeeRule]:
    """Return the centre's rules that are not withdrawn, by procedure and channel."""
    return [_rule(row) for row in _ALL.run(connection, centre_id=centre_id)]


def find_rule(connection: Connection, *, centre_id: int, rule_id: int) -> FeeRule:
    """Return one rule that is not withdrawn. Raises NotFound."""
    row = _ONE.run(connection, centre_id=centre_id, id=rule_id).one_or_none()
    if row is None:
        raise NotFound(what="fee_rule", name=str(rule_id))
    return _rule(row)


def insert_rule(connection: Connection, rule: FeeRule, *, centre_id: int, at: datetime) -> int:
    """Write a proposed rule; return its id."""
    inserted = _INSERT.run(
        connection,
        centre_id=centre_id,
        procedure=rule.procedure,
        channel=rule.channel.value,
        kind=rule.kind.value,
        name=rule.name,
        unit=rule.unit,
        tiers=json.dumps([[tier.begins, tier.price] for tier in rule.tiers]),
        most=rule.most,
        exempt=_plain(rule.exempt),
        basis=rule.basis,
        translations=_plain(rule.translations),
        valid_from=to_day(rule.valid_from),
        valid_until=None if rule.valid_until is None else to_day(rule.valid_until),
        at=to_ms(at),
        proposed_by=rule.proposed_by,
    )
    return int(inserted.scalar_one())


def approve_rule(connection: Connection, rule_id: int, *, staff_id: int, at: datetime) -> None:
    """Write that somebody approved it."""
    _APPROVE.run(connection, id=rule_id, by=staff_id, at=to_ms(at))


def withdraw_rule(connection: Connection, rule_id: int, *, staff_id: int | None, at: datetime) -> None:
    """Write that it counts no more."""
    _WITHDRAW.run(connection, id=rule_id, by=staff_id, at=to_ms(at))


def _plain(facts: Mapping[str, Any]) -> str:
    return json.dumps(dict(facts), ensure_ascii=False, sort_keys=True)


def _rule(row: Row) -> FeeRule:
    return FeeRule(
        id=row[0],
        procedure=row[1],
        channel=ChannelKind(row[2]),
        kind=FeeKind(row[3]),
        name=row[4],
        unit=row[5],
        tiers=tuple(Tier(begins=begins, price=price) for begins, price in json.loads(row[6])),
        most=row[7],
        exempt=json.loads(row[8]),
        basis=row[9],
        valid_from=from_day(row[10]),
        valid_until=None if row[11] is None else from_day(row[11]),
        proposed_by=row[12],
        approved_by=row[13],
        approved_at=maybe_from_ms(row[14]),
        translations=json.loads(row[15]),
    )
