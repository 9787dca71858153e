"""The small hall with people who take fees."""

from datetime import UTC, date, datetime
from itertools import count

from dossier_office import CODE, Office

from hardware.terminal.till import CardReceipt, Verdict
from queue_server.domain.bank_credit import BankCredit
from queue_server.domain.catalogue import ChannelKind
from queue_server.domain.fee import FeeKind, FeeRule, Tier
from queue_server.domain.payment import Method
from queue_server.domain.telling import Telling
from queue_server.domain.vietqr import Account
from queue_server.store.charges import find_charge
from queue_server.store.devices import find_device
from queue_server.store.ledgers import moved_between
from queue_server.store.schema_devices import DeviceRow
from queue_server.store.unit import Unit
from queue_server.usecases import charging, contradictions, crediting, fees, paying, selling

ACCOUNT = Account(bank="970436", number="1019333430")
EVER = {"begin": datetime(2020, 1, 1, tzinfo=UTC), "end": datetime(2040, 1, 1, tzinfo=UTC)}


def rule(**facts):
    return FeeRule(
        **{
            "id": 0, "procedure": "1.001193", "channel": ChannelKind.COUNTER, "kind": FeeKind.LE_PHI,
            "name": "Lệ phí hộ tịch", "unit": "bản", "tiers": (Tier(begins=1, price=8_000),), "most": None,
            "exempt": {"poor": 100}, "basis": "Nghị quyết 62/2017/NQ-HĐND", "valid_from": date(2026, 1, 1),
            "valid_until": None,
        }
        | facts
    )  # fmt: skip


class Cashiers:
    """A clerk and a manager of the small hall, fees that are approved, an account; a dossier that costs something."""

    def __init__(self, hall):
        self.hall = hall
        self.office = Office(hall)
        self.clerk, self.other = self.office.desk, self.office.leader
        self.chances = count(1)
        self.references = count(1)
        self.does(fees.set_account, account=ACCOUNT, holder="TT PVHCC", staff_id=self.other)
        proposed = [rule(proposed_by=self.clerk), rule(kind=FeeKind.PHI, name="Phí xác minh", proposed_by=self.clerk)]
        for rule_id in self.does(fees.propose_fees, rules=proposed):
            self.does(fees.approve_fee, rule_id=rule_id, staff_id=self.other)
        self.office.comes()
        self.office.names_procedure()

    def does(self, use_case, **facts):
        with Unit(self.hall.store) as unit:
            return use_case(unit, centre_id=self.hall.centre_id, at=self.hall.at, **facts)

    def chance(self):
        return next(self.chances).to_bytes(10, "big") + next(self.chances).to_bytes(8, "big")

    def charges(self, quantity=1, group=None, code=CODE, *, again=False):
        return self.does(
            charging.raise_charge,
            clerk_id=self.clerk,
            code=code,
            quantity=quantity,
            group=group,
            chance=self.chance(),
            again=again,
        )

    def withdraws(self, charge, reason="nhập nhầm"):
        return self.does(charging.withdraw_charge, clerk_id=self.clerk, charge_id=charge.id, reason=reason)

    def begins(self, charge, method=Method.VIETQR, by=None, device=None):
        return self.does(
            paying.begin_payment,
            staff_id=by or self.clerk,
            charge_id=charge.id,
            method=method,
            chance=self.chance(),
            device_id=None if device is None else device.id,
        )

    def charges_of(self, payment):
        with self.hall.store.reading() as connection:
            return find_charge(connection, centre_id=self.hall.centre_id, charge_id=payment.charge_id)

    def another_dossier(self, code="H49.22-261123-0002"):
        self.hall.does(self.clerk, "dossier", text=code)
        self.office.names_procedure(code)
        return code

    def terminal(self, name="pos-1"):
        """The device of a card terminal at the counters, let in when it is first asked for."""
        with Unit(self.hall.store) as unit:
            if unit.session.get(DeviceRow, name) is None:
                unit.session.add(
                    DeviceRow(
                        id=name, centre_id=self.hall.centre_id, hall_id=1, kind="terminal", name=name, settings="{}",
                        parts="[]", approved_at=0,
                    )
                )  # fmt: skip
                unit.session.flush()
            return find_device(unit.connection, name, centre_id=self.hall.centre_id)

    def sales(self, device=None):
        with self.hall.store.reading() as connection:
            return list(selling.sales_of(connection, device or self.terminal()))

    def begins_sale(self, payment, newest=6, device=None):
        """The box of the terminal is about to ask it."""
        return self.of_box(selling.begin_sale, device, payment_id=payment.id, newest=newest)

    def tells(self, payment, verdict, device=None, payment_id=None, **more):
        """The box says what became of a sale; returns the payment and what the telling did."""
        telling = Telling(verdict=verdict, **more)
        return self.of_box(selling.hear_outcome, device, payment_id=payment_id or payment.id, telling=telling)

    def approves(self, payment, trace=7, **more):
        receipt = CardReceipt(
            amount=payment.amount, trace=trace, number=str(trace), approval_code="123456", last4="1111"
        )
        return self.tells(payment, Verdict.APPROVED, receipt=receipt, **more)

    def closes_telling(self, kept, reason="đã hoàn trên máy POS"):
        self.does(contradictions.close_telling, staff_id=self.other, telling_id=kept.id, reason=reason)

    def explains_telling(self, kept, charge, reason="phiếu POS ghi đã thu"):
        return self.does(
            contradictions.explain_telling,
            staff_id=self.other,
            telling_id=kept.id,
            charge_id=charge.id,
            reason=reason,
            chance=self.chance(),
        )

    def of_box(self, use_case, device, **facts):
        device = device or self.terminal()
        with Unit(self.hall.store) as unit:
            return use_case(unit, device=device, at=self.hall.at, **facts)

    def cancels(self, payment):
        return self.does(paying.cancel_payment, staff_id=self.clerk, payment_id=payment.id)

    def types_card(self, payment, approval_code="123456", last4="1111"):
        return self.does(
            paying.confirm_typed_card,
            staff_id=self.clerk,
            payment_id=payment.id,
            approval_code=approval_code,
            last4=last4,
        )

    def decides(self, payment, move, by=None, reason="đã hỏi ngân hàng", reference=None):
        return self.does(
            paying.decide_payment,
            staff_id=by or self.other,
            payment_id=payment.id,
            move=move,
            reference=reference,
            reason=reason,
        )

    def refunds(self, payment, by=None, reason="thu nhầm"):
        return self.does(
            paying.refund_payment, staff_id=by or self.other, payment_id=payment.id, reference=None, reason=reason
        )

    def credit(self, payment=None, amount=None, text=None, reference=None, provider="sepay"):
        return BankCredit(
            provider=provider,
            reference=reference or f"FT{next(self.references)}",
            account=ACCOUNT.number,
            amount=amount or payment.amount,
            text=text if text is not None else f"CT DEN {payment.code} NGUYEN VAN A",
            at=self.hall.at,
        )

    def receives(self, credit):
        return self.does(crediting.receive_credit, credit=credit)

    def sends_back(self, kept, reason="khách chuyển nhầm"):
        return self.does(crediting.send_back, staff_id=self.other, credit_id=kept.id, reason=reason)

    def explains(self, kept, charge, reason="khách gọi điện"):
        return self.does(
            crediting.explain_credit,
            staff_id=self.other,
            credit_id=kept.id,
            charge_id=charge.id,
            reason=reason,
            chance=self.chance(),
        )

    def books(self):
        with self.hall.store.reading() as connection:
            moved = moved_between(connection, centre_id=self.hall.centre_id, **EVER)
        return {account.value: amount for account, amount in moved.items() if amount}
