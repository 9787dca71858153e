"""Fee rules: proposed by one person, approved by another; and where the money goes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from queue_server.domain.event import EventKind
from queue_server.domain.fee import FeeRule
from queue_server.domain.fee_import import FeePlan, clash, plan_fees
from queue_server.domain.money_errors import FeesOverlap, RuleSettled, SecondPersonNeeded
from queue_server.domain.vietqr import Account, VietQr, vietqr_text
from queue_server.store.fee_rules import (
    all_rules,
    approve_rule,
    find_rule,
    insert_rule,
    rules_of_procedure,
    withdraw_rule,
)
from queue_server.store.payments import save_account
from queue_server.store.setup import setup_for_writing
from queue_server.store.unit import Unit
from queue_server.usecases.journaling import record


def propose_fees(unit: Unit, *, centre_id: int, rules: Sequence[FeeRule], at: datetime) -> Sequence[int]:
    """Write rules that count once somebody else has approved them; return their ids."""
    setup_for_writing(unit, centre_id)
    ids = []
    for rule in rules:
        rule_id = insert_rule(unit.connection, rule, centre_id=centre_id, at=at)
        _record(unit, EventKind.FEE_PROPOSED, rule, rule_id=rule_id, centre_id=centre_id, by=rule.proposed_by, at=at)
        ids.append(rule_id)
    return ids


def import_fees(unit: Unit, *, centre_id: int, rules: Sequence[FeeRule], staff_id: int, at: datetime) -> FeePlan:
    """Propose the rules of a sheet that are not known yet; return what was done. Repeating it changes nothing."""
    setup_for_writing(unit, centre_id)
    plan = plan_fees(rules, all_rules(unit.connection, centre_id))
    proposed = [replace(rule, proposed_by=staff_id) for rule in plan.proposed]
    propose_fees(unit, centre_id=centre_id, rules=proposed, at=at)
    return plan


def approve_fee(unit: Unit, *, centre_id: int, rule_id: int, staff_id: int, at: datetime) -> FeeRule:
    """Approve a proposed rule. Raises NotFound, RuleSettled, SecondPersonNeeded of who proposed it, and FeesOverlap.

    The same fee is never charged by two rules: the one that counts is withdrawn first.
    """
    setup_for_writing(unit, centre_id)
    rule = find_rule(unit.connection, centre_id=centre_id, rule_id=rule_id)
    if rule.approved_at is not None:
        raise RuleSettled()
    if rule.proposed_by == staff_id:
        raise SecondPersonNeeded()
    others = rules_of_procedure(unit.connection, centre_id=centre_id, procedure=rule.procedure)
    if any(other.approved_at is not None and clash(rule, other) for other in others):
        raise FeesOverlap(name=rule.name)
    approve_rule(unit.connection, rule_id, staff_id=staff_id, at=at)
    _record(unit, EventKind.FEE_APPROVED, rule, rule_id=rule_id, centre_id=centre_id, by=staff_id, at=at)
    return find_rule(unit.connection, centre_id=centre_id, rule_id=rule_id)


def withdraw_fee(unit: Unit, *, centre_id: int, rule_id: int, staff_id: int, at: datetime) -> None:
    """Let a rule count no more; charges raised by it stand. Raises NotFound."""
    setup_for_writing(unit, centre_id)
    rule = find_rule(unit.connection, centre_id=centre_id, rule_id=rule_id)
    withdraw_rule(unit.connection, rule_id, staff_id=staff_id, at=at)
    _record(unit, EventKind.FEE_WITHDRAWN, rule, rule_id=rule_id, centre_id=centre_id, by=staff_id, at=at)


def set_account(
    unit: Unit, *, centre_id: int, account: Account, holder: str, staff_id: int | None, at: datetime
) -> None:
    """Say where payment codes send the money. Raises NotVietQr when no code can name that account."""
    setup_for_writing(unit, centre_id)
    vietqr_text(VietQr(account=account, amount=1, purpose="X"))
    save_account(unit.connection, account, centre_id=centre_id, holder=holder)
    record(
        unit,
        EventKind.BANK_ACCOUNT_SET,
        at=at,
        centre_id=centre_id,
        bank=account.bank,
        number=account.number,
        by=staff_id,
    )


def _record(
    unit: Unit, kind: EventKind, rule: FeeRule, *, rule_id: int, centre_id: int, by: int | None, at: datetime
) -> None:
    record(
        unit,
        kind,
        at=at,
        centre_id=centre_id,
        rule=rule_id,
        procedure=rule.procedure,
        channel=rule.channel.value,
        name=rule.name,
        by=by,
    )
