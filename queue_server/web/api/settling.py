"""Money for managers: fee rules, the account, what has to be settled, a day's books."""

from datetime import date

from queue_server.domain.catalogue import ChannelKind
from queue_server.domain.fee import FeeKind, FeeRule, Tier, Translations
from queue_server.domain.fee_groups import group_of
from queue_server.domain.roles import Permission
from queue_server.domain.vietqr import Account
from queue_server.store.money_views import credit_view, money_day_view, rules_view, settling_view
from queue_server.store.setup import setup_of
from queue_server.store.unit import Unit
from queue_server.store.views import View
from queue_server.usecases import crediting, fees, paying
from queue_server.web.api import api
from queue_server.web.api.counter import clerk_of
from queue_server.web.api.manager import asked_day
from queue_server.web.api.money import SETTLE
from queue_server.web.endpoint import Call
from queue_server.web.problems import Refused
from queue_server.web.schemas_in import Nothing
from queue_server.web.schemas_money import (
    AccountOut,
    AccountRequest,
    CreditOut,
    ExplainRequest,
    FeeRuleRequest,
    FeeRules,
    FeeTranslationsIn,
    MoneyDay,
    MoneyReasonRequest,
    ToSettle,
)

VIEW = Permission.MANAGER_VIEW


@api.endpoint("GET", "/money", needs=VIEW, gives=ToSettle)
def to_settle(call: Call) -> View:
    """Credits that paid nothing by themselves, and payments that are open or in doubt."""
    with call.context.store.reading() as connection:
        return settling_view(connection, call.centre_id) | {"refund_alone": paying.REFUND_ALONE}


@api.endpoint("GET", "/money/days/<day>", needs=VIEW, gives=MoneyDay, refuses=("not_found",))
def money_day(call: Call, day: str) -> View:
    """A day's payments and books."""
    store = call.context.store
    with store.reading() as connection:
        return money_day_view(connection, setup_of(store, connection, call.centre_id), asked_day(day))


@api.endpoint(
    "POST", "/money/credits/<int:credit>/send-back", needs=SETTLE, takes=MoneyReasonRequest, gives=CreditOut, once=True,
    refuses=("not_found", "credit.settled"),
)  # fmt: skip
def send_back(call: Call, credit: int) -> str:
    """Write that money was returned to whoever sent it."""
    return call.once(
        lambda unit: credit_view(
            crediting.send_back(
                unit,
                centre_id=call.centre_id,
                staff_id=clerk_of(call),
                credit_id=credit,
                reason=call.body.reason,
                at=call.at,
            )
        )
    )


@api.endpoint(
    "POST", "/money/credits/<int:credit>/explain", needs=SETTLE, takes=ExplainRequest, gives=CreditOut, once=True,
    refuses=(
        "not_found", "credit.settled", "credit.amount_differs", "charge.withdrawn", "charge.paid", "payment.open",
    ),
)  # fmt: skip
def explain(call: Call, credit: int) -> str:
    """Say that money pays a charge, which must be due for the very amount."""
    return call.once(
        lambda unit: credit_view(
            crediting.explain_credit(
                unit,
                centre_id=call.centre_id,
                staff_id=clerk_of(call),
                credit_id=credit,
                charge_id=call.body.charge,
                reason=call.body.reason,
                at=call.at,
                chance=call.context.chance(paying.CHANCE_BYTES),
            )
        )
    )


@api.endpoint("GET", "/money/fees", needs=VIEW, gives=FeeRules)
def fee_rules(call: Call) -> View:
    """The fee rules that are proposed or in force."""
    with call.context.store.reading() as connection:
        return rules_view(connection, call.centre_id)


@api.endpoint("POST", "/money/fees", needs=SETTLE, takes=FeeRuleRequest, gives=FeeRules, once=True)
def propose_fee(call: Call) -> str:
    """Propose a fee rule, which counts once somebody else approves it."""

    def action(unit: Unit) -> View:
        fees.propose_fees(unit, centre_id=call.centre_id, rules=[_rule(call)], at=call.at)
        return rules_view(unit.connection, call.centre_id)

    return call.once(action)


@api.endpoint(
    "POST", "/money/fees/<int:rule>/approve", needs=SETTLE, takes=Nothing, gives=FeeRules, once=True,
    refuses=("not_found", "fee.settled", "fee.overlap", "payment.second_person"),
)  # fmt: skip
def approve_fee(call: Call, rule: int) -> str:
    """Approve a fee rule that somebody else proposed."""

    def action(unit: Unit) -> View:
        fees.approve_fee(unit, centre_id=call.centre_id, rule_id=rule, staff_id=clerk_of(call), at=call.at)
        return rules_view(unit.connection, call.centre_id)

    return call.once(action)


@api.endpoint(
    "POST", "/money/fees/<int:rule>/withdraw", needs=SETTLE, takes=Nothing, gives=FeeRules, once=True,
    refuses=("not_found",),
)  # fmt: skip
def withdraw_fee(call: Call, rule: int) -> str:
    """Let a fee rule count no more."""

    def action(unit: Unit) -> View:
        fees.withdraw_fee(unit, centre_id=call.centre_id, rule_id=rule, staff_id=clerk_of(call), at=call.at)
        return rules_view(unit.connection, call.centre_id)

    return call.once(action)


@api.endpoint("POST", "/money/account", needs=SETTLE, takes=AccountRequest, gives=AccountOut, once=True)
def set_account(call: Call) -> str:
    """Say where payment codes send the money."""

    def action(unit: Unit) -> View:
        body = call.body
        account = Account(bank=body.bank, number=body.number)
        fees.set_account(
            unit, centre_id=call.centre_id, account=account, holder=body.holder, staff_id=clerk_of(call), at=call.at
        )
        return {"bank": body.bank, "number": body.number, "holder": body.holder}

    return call.once(action)


def _rule(call: Call) -> FeeRule:
    body = call.body
    tiers = tuple(sorted((Tier(begins=tier.begins, price=tier.price) for tier in body.tiers), key=lambda t: t.begins))
    begins = [tier.begins for tier in tiers]
    if begins[0] != 1 or len(set(begins)) != len(begins):
        raise Refused("fee.tiers")
    try:
        valid_from = date.fromisoformat(body.valid_from)
        valid_until = None if body.valid_until is None else date.fromisoformat(body.valid_until)
    except ValueError:
        raise Refused("fee.days") from None
    if valid_until is not None and valid_until < valid_from:
        raise Refused("fee.days")
    return FeeRule(
        id=0,
        procedure=body.procedure,
        channel=ChannelKind(body.channel),
        kind=FeeKind(body.kind),
        name=body.name.strip(),
        unit=body.unit.strip(),
        tiers=tiers,
        most=body.most,
        exempt={group_of(each.group): each.percent for each in body.exempt},
        basis=body.basis.strip(),
        translations=_translations(body.translations),
        valid_from=valid_from,
        valid_until=valid_until,
        proposed_by=clerk_of(call),
    )


def _translations(body: FeeTranslationsIn) -> Translations:
    said = {
        text: {language: words.strip() for language, words in each.items() if words and words.strip()}
        for text, each in body.model_dump().items()
    }
    return {text: each for text, each in said.items() if each}
