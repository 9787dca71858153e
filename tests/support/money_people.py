"""What people do about money in the machine. Each deed is tried whether it may be done or not."""

import json
from datetime import datetime, time, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from money_judges_refunds import RefundJudges
from money_model import OPEN
from money_office import DEVICES, DOSSIERS, EACH, Trouble
from money_world import ZONE, DayTold

from queue_server.domain.payment import Method, PaymentMove
from queue_server.usecases import charging, closing, contradictions, crediting, kiosk_paying, paying, terminal_days

TROUBLE = st.builds(Trouble, dies=st.integers(0, 16).map(lambda write: max(0, write - 8)), lost=st.booleans())
RECENT = st.integers(0, 5)
STAFF = st.sampled_from(["clerk", "other"])
WAYS = st.sampled_from(["code", "code", "typed", "pos-1", "pos-1", "pos-2"])
QUANTITIES = st.sampled_from([1, 1, 2, 40])
BEGINNERS = st.sampled_from(["clerk", "clerk", "other", "kiosk"])
SAYS = st.sampled_from(["có phiếu"] * 4 + [" "])


def recent(things, place):
    """The thing so many places from the newest."""
    return things[-1 - place % len(things)]


def likely(things, may, place):
    """Mostly one of those with which it may be done, sometimes any."""
    fitting = [each for each in things if may(each)]
    return recent(fitting if fitting and place < 4 else things, place)


has_dues = precondition(lambda self: self.model.dues)
has_attempts = precondition(lambda self: self.model.attempts)


class MoneyPeople(RefundJudges):
    """People of a small office: `clerk` and `other` know the work, each of the other's too; a kiosk is nobody's."""

    def staff(self, who):
        return {"clerk": self.clerk, "other": self.other, "kiosk": None}[who]

    def attempts(self, **facts):
        return [each for each in self.model.attempts if all(getattr(each, name) == facts[name] for name in facts)]

    def attempt(self, place, *states):
        return likely(self.model.attempts, lambda each: each.state in states, place)

    def words(self):
        """What boxes said against what is known, settled or not."""
        return [each for each in self.model.all_told() if each.effect == "contradicts"]

    @rule(
        dossier=st.sampled_from(DOSSIERS), quantity=QUANTITIES, poor=st.integers(0, 5), who=STAFF,
        again=st.booleans(), trouble=TROUBLE,
    )  # fmt: skip
    def charges(self, dossier, quantity, poor, who, again, trouble):
        each = 0 if poor == 5 else quantity * EACH
        facts = {"code": dossier, "quantity": quantity, "group": "poor" if poor == 5 else None, "again": again}
        by = self.staff(who)
        done = self.does(
            "charged", charging.raise_charge, lambda: self.model.raises(dossier, each, by, again=again), trouble,
            clerk_id=by, chance=self.chance(), **facts,
        )  # fmt: skip
        if done is not None:
            done[1].id = done[0]["id"]
            self.model.books_raised(done[1], self.at)

    @rule(dossier=st.sampled_from(DOSSIERS), quantity=QUANTITIES, way=WAYS, who=BEGINNERS, trouble=TROUBLE)
    def a_citizen_comes_to_pay(self, dossier, quantity, way, who, trouble):
        """What is due for the dossier, or something new, and a first attempt to pay it or another."""
        place = DOSSIERS.index(dossier)
        dossier = next((each for each in DOSSIERS[place:] + DOSSIERS[:place] if not self.held(each)), dossier)
        if not self.due_of(dossier):
            self.charges(dossier, quantity, 0, "clerk", True, trouble)  # noqa: FBT003
        self.begins(self.due_of(dossier)[0], way, who, trouble)

    def due_of(self, dossier):
        return [each for each in self.model.dues if each.dossier == dossier and each.state == "due"]

    def held(self, dossier):
        return any(due.holding(*OPEN) for due in self.due_of(dossier))

    @has_dues
    @rule(place=RECENT, who=STAFF, trouble=TROUBLE)
    def withdraws(self, place, who, trouble):
        due = likely(self.model.dues, lambda each: each.state == "due", place)
        facts = {"clerk_id": self.staff(who), "charge_id": due.id, "reason": "nhập nhầm"}
        self.does("withdrawn", charging.withdraw_charge, lambda: self.model.withdraws(due, self.at), trouble, **facts)

    @has_dues
    @rule(place=RECENT, way=WAYS, who=BEGINNERS, trouble=TROUBLE)
    def somebody_begins(self, place, way, who, trouble):
        self.begins(likely(self.model.dues, lambda each: each.state == "due", place), way, who, trouble)

    @precondition(lambda self: self.open())
    @rule(
        place=RECENT, seconds=st.sampled_from([1, 121, 3_600]), way=WAYS, who=BEGINNERS, trouble=TROUBLE
    )  # fmt: skip
    def somebody_tries_again(self, place, seconds, way, who, trouble):
        """While an attempt is open or in doubt there is no other, however long it has been so."""
        self.passes(seconds)
        self.begins(likely(self.open(), lambda each: each.state == "in_doubt", place).due, way, who, trouble)

    def open(self):
        return [each for each in self.model.attempts if each.state in OPEN]

    def begins(self, due, way, who, trouble):
        by = self.staff(who)
        method, device = "vietqr" if way == "code" else "card", way if way in DEVICES else None
        must = lambda: self.model.begins(due, method, by, device, self.at)  # noqa: E731
        facts = {"staff_id": by, "charge_id": due.id, "method": Method(method), "device_id": device}
        self.names_made(self.does("begun", paying.begin_payment, must, trouble, chance=self.chance(), **facts))

    def names_made(self, done):
        """Write the names that the product gave a new payment."""
        if done is not None:
            done[1].id = done[0]["id"]
            ((done[1].code,),) = self.rows(f"SELECT code FROM payment WHERE id = '{done[1].id}'")

    @has_attempts
    @rule(place=RECENT, who=st.sampled_from(["clerk", "other", "kiosk"]), trouble=TROUBLE)
    def cancels(self, place, who, trouble):
        attempt, kiosk = self.attempt(place, "created", "pending"), who == "kiosk"
        use_case = kiosk_paying.cancel_kiosk_payment if kiosk else paying.cancel_payment
        facts = {} if kiosk else {"staff_id": self.staff(who)}
        must = lambda: self.model.cancels(attempt, at_kiosk=kiosk)  # noqa: E731
        self.does("cancelled", use_case, must, trouble, payment_id=attempt.id, **facts)

    @precondition(lambda self: self.attempts(method="card", device=None))
    @rule(place=RECENT, who=STAFF, trouble=TROUBLE)
    def types_a_card(self, place, who, trouble):
        typed = lambda each: each.state == "pending" and each.device is None and each.method == "card"  # noqa: E731
        attempt = likely(self.model.attempts, typed, place)
        facts = {"staff_id": self.staff(who), "payment_id": attempt.id, "approval_code": "123456", "last4": "1111"}
        self.does("typed", paying.confirm_typed_card, lambda: self.model.types(attempt, self.at), trouble, **facts)

    def checks_a_card(self, place, of, who, reason, trouble):
        attempt, by = likely(self.model.attempts, lambda each: each.typed, place), self.staff(who)
        must = lambda: self.model.checks(attempt, by)  # noqa: E731
        self.does("checked", paying.check_card, must, trouble, staff_id=by, payment_id=attempt.id)

    @has_attempts
    @rule(
        place=RECENT, move=st.sampled_from(["confirm", "fail", "cancel"]), who=STAFF, reason=SAYS,
        names_transfer=st.booleans(), trouble=TROUBLE,
    )  # fmt: skip
    def decides(self, place, move, who, reason, names_transfer, trouble):
        """Of a transfer that somebody sees in the bank's own list, the bank's reference is written."""
        attempt, by = self.attempt(place, "pending", "in_doubt"), self.staff(who)
        sent = [each.reference for each in self.world.transfers if each.codes == (attempt.code,)]
        reference = sent[-1] if sent and names_transfer else None
        must = lambda: self.model.decides(attempt, move, by, reference, reason.strip(), self.at)  # noqa: E731
        facts = {"payment_id": attempt.id, "move": PaymentMove(move), "reference": reference, "reason": reason}
        self.does(f"a person said {move}", paying.decide_payment, must, trouble, staff_id=by, **facts)

    def decides_a_doubt(self, place, of, who, reason, trouble):
        self.decides(0, ("confirm", "fail", "fail")[of % 3], who, reason, of < 3, trouble)

    def refunds(self, place, of, who, reason, trouble):
        attempt, by = self.attempt(place, "confirmed"), self.staff(who)
        must = lambda: self.model.refunds(attempt, by, reason.strip(), self.at)  # noqa: E731
        facts = {"payment_id": attempt.id, "reference": None, "reason": reason}
        self.does("refunded", paying.refund_payment, must, trouble, staff_id=by, **facts)

    def sends_back(self, place, of, who, reason, trouble):
        credit = likely(self.model.credits, lambda each: each.waits, place)
        must = lambda: self.model.sends_back(credit, reason.strip(), self.at)  # noqa: E731
        facts = {"credit_id": credit.id, "reason": reason}
        self.does("sent back", crediting.send_back, must, trouble, staff_id=self.other, **facts)

    def explains_a_credit(self, place, of, who, reason, trouble):
        """Often the fee that was paid is only then raised."""
        credit = likely(self.model.credits, lambda each: each.waits, place)
        quantity, rest = divmod(credit.amount, 2 * EACH)
        free = [each for each in DOSSIERS if not self.due_of(each)]
        if of < 4 and free and not rest and credit.waits and not self.may_pay(credit):
            self.charges(free[0], quantity, 0, "clerk", True, trouble)  # noqa: FBT003
        due = likely(self.model.dues, lambda each: (each.state, each.amount) == ("due", credit.amount), of)
        must = lambda: self.model.explains(credit, due, self.other, self.at)  # noqa: E731
        look = lambda kept: {"id": kept.payment_id}  # noqa: E731
        facts = {"credit_id": credit.id, "charge_id": due.id, "reason": "khách gọi", "chance": self.chance()}
        self.names_made(
            self.does("explained", crediting.explain_credit, must, trouble, look=look, staff_id=self.other, **facts)
        )

    def gives_back_at_the_terminal(self, place, of, who, reason, trouble):
        told = likely(self.words(), lambda each: each.waits, place)
        must = lambda: self.model.closes_telling(told, self.at)  # noqa: E731
        facts = {"telling_id": told.id, "reason": "đã hoàn trên máy POS", "staff_id": self.other}
        self.does("given back", contradictions.close_telling, must, trouble, look=lambda _: {}, **facts)

    def explains_a_card(self, place, of, who, reason, trouble):
        told = likely(self.words(), lambda each: each.waits, place)
        due = likely(self.model.dues, lambda each: (each.state, each.amount) == ("due", told.charged), of)
        must = lambda: self.model.explains_telling(told, due, self.other, self.at)  # noqa: E731
        facts = {"telling_id": told.id, "charge_id": due.id, "reason": "phiếu POS ghi đã thu"}
        self.names_made(
            self.does(
                "card explained", contradictions.explain_telling, must, trouble, staff_id=self.other,
                chance=self.chance(), **facts,
            )
        )  # fmt: skip

    def to_settle(self):
        """What somebody may settle, each with its deed; what waits to be settled comes more often."""
        model, words = self.model, self.words()
        deeds = {
            self.sends_back: (model.credits, [each for each in model.credits if each.waits]),
            self.explains_a_credit: (model.credits, [each for each in model.credits if each.waits]),
            self.gives_back_at_the_terminal: (words, [each for each in words if each.waits]),
            self.explains_a_card: (words, [each for each in words if each.waits]),
            self.checks_a_card: (self.attempts(typed=True), []),
            self.refunds: (self.attempts(state="confirmed"), []),
            self.decides_a_doubt: (self.attempts(state="in_doubt"), self.attempts(state="in_doubt")),
            self.signs: (model.closes, []),
        }
        return [deed for deed, (things, fitting) in deeds.items() for _ in range(bool(things) + 2 * bool(fitting))]

    def may_pay(self, credit):
        return credit.waits and any((due.state, due.amount) == ("due", credit.amount) for due in self.model.dues)

    @precondition(lambda self: self.to_settle())
    @rule(which=st.integers(0, 20), place=RECENT, of=RECENT, who=STAFF, reason=SAYS, trouble=TROUBLE)
    def somebody_settles(self, which, place, of, who, reason, trouble):
        deeds = self.to_settle()
        deeds[which % len(deeds)](place, of, who, reason, trouble)

    def closes_the_shift(self, which, who, trouble):
        by = self.staff(who)
        done = self.does("shift closed", closing.close_shift, lambda: self.model.closes_shift(by), trouble, staff_id=by)
        if done is not None:
            answer, close = done
            close.id = answer["id"]
            total = -sum(entry.postings["due"] for entry in close.taken)
            assert (answer["figures"]["total"], answer["figures"]["payments"]) == (total, len(close.taken))

    def signs(self, place, of, who, reason, trouble):
        close = likely(self.model.closes, lambda each: each.to_sign and not each.signed, place)
        by = self.staff(who)
        must = lambda: self.model.signs(close, by)  # noqa: E731
        self.does("signed", closing.sign_shift, must, trouble, staff_id=by, close_id=close.id)

    def closes_the_day(self, which, who, trouble):
        today = self.at.astimezone(ZONE).date()
        day = today - timedelta(days=which % 4 == 3)
        ends = datetime.combine(day + timedelta(days=1), time(), tzinfo=ZONE)
        unsettled = self.model.unsettled()
        must = lambda: self.model.closes_day(day, today, ends)  # noqa: E731
        facts = {"staff_id": self.other, "day": day, "reason": "cuối ngày"}
        done = self.does("day closed", closing.close_day, must, trouble, **facts)
        if done is not None:
            self.the_days_figures_are_right(done[0]["figures"], *done[1], unsettled)

    def the_days_figures_are_right(self, figures, entries, until, unsettled):
        taken = [-entry.postings["due"] for entry in entries if entry.attempt and "due" in entry.postings]
        assert (figures["payments"], figures["total"]) == (len(taken), sum(taken))
        for line in figures["accounts"]:
            moved, closing = (sum(each.postings.get(line["account"], 0) for each in of) for of in (entries, until))
            assert (line["moved"], line["closing"]) == (moved, closing)
        assert {name: len(figures[name]) for name in unsettled} == unsettled

    def asks_a_terminal_for_its_day(self, which, who, trouble):
        device = DEVICES[which % 2]
        must = lambda: self.model.asks_day(device)  # noqa: E731
        facts = {"device_id": device, "close": True, "staff_id": self.other}
        asked = device not in self.model.awaited
        done = self.does("terminal asked", terminal_days.close_terminal, must, trouble, look=lambda _: {}, **facts)
        if done is not None and asked:
            self.world.mail.append(DayTold(device, self.world.key()))

    @precondition(lambda self: self.model.entries)
    @rule(which=st.integers(0, 11), who=STAFF, trouble=TROUBLE)
    def somebody_closes(self, which, who, trouble):
        deeds = (self.closes_the_shift, self.closes_the_day, self.asks_a_terminal_for_its_day)
        deeds[which % 3](which // 3, who, trouble)

    @rule(seconds=st.sampled_from([1, 1, 30, 121, 121, 3600, 9 * 3600, 12 * 3600]))
    def time_passes(self, seconds):
        self.passes(seconds)

    @precondition(lambda self: self.unheard)
    @rule(place=RECENT)
    def asks_again_what_was_done(self, place):
        """A request whose answer was lost comes again, however much later: it is answered as it was."""
        asked = recent(self.unheard, place)
        answer, _ = self.commands(asked.action, Trouble(0, lost=False), asked.command.key)
        assert answer == json.loads(asked.answer)
        self.tally["asked again"] += 1
