"""Money given back at card terminals in the machine: people ask, terminals do it, words come late, twice or never."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from money_office import DEVICES, Trouble
from money_outside import MoneyOutside
from money_people import RECENT, SAYS, STAFF, TROUBLE, likely, recent
from money_world import DayTold, Said
from money_world_refunds import BACK_OUTCOMES, FORGOTTEN_BACK, BackWord, Wanted
from refund_counter import READY

from queue_server.domain.refund import RefundKind
from queue_server.store.unit import Unit
from queue_server.usecases import refund_words, refunding, reporting

HEARD = st.sampled_from([True] * 5 + [False])


def wanted_by(wish):
    return Wanted(wish.device, wish.id, wish.attempt.id, wish.kind, wish.amount, wish.undone)


class MoneyRefunds(MoneyOutside):
    """People who want money given back, and the boxes of the terminals that do it."""

    def paid_at_terminals(self):
        return [each for each in self.model.attempts if each.device and each.state == "confirmed"]

    def a_citizen_has_paid_at(self, dossier, quantity, device):
        """And all has gone well."""
        calm = Trouble(0, lost=False)
        self.a_citizen_comes_to_pay(dossier, quantity, device, "clerk", calm)
        self.a_box_begins_a_sale(0, "approved", calm, heard=True)
        self.delivers(self.world.mail.pop(), calm)

    @precondition(lambda self: self.paid_at_terminals())
    @rule(
        place=RECENT, who=STAFF, reason=SAYS, silent=st.sampled_from([False] * 5 + [True]), trouble=TROUBLE,
        outcome=st.sampled_from([*BACK_OUTCOMES, None, None]), heard=HEARD, says=st.sampled_from([None, None, 0, 1]),
    )  # fmt: skip
    def somebody_wants_a_card_given_back(self, place, who, reason, silent, trouble, outcome, heard, says):
        """Mostly the box begins at once, without an outcome not; a colleague may say too early what became of it."""
        driven = lambda each: each.device is not None and each.state == "confirmed"  # noqa: E731
        attempt, by = likely(self.model.attempts, driven, place), self.staff(who)
        if attempt.device and not silent:
            self.box_is_heard_of(attempt.device)
        wish = self.asks_for(attempt, by, reason, trouble)
        if wish is not None and outcome is not None:
            self.begins_to_give_back(wish, outcome, trouble, heard=heard)
        if wish is not None and says is not None:
            colleague = self.clerk if by == self.other else self.other
            self.says_of(wish, by if place % 2 else colleague, "đã xem máy POS", Trouble(0, lost=False), back=says)
            self.asks_for(attempt, by, reason, trouble)

    def asks_for(self, attempt, by, reason, trouble):
        must = lambda: self.model.asks_back(attempt, by, reason.strip(), self.at)  # noqa: E731
        facts = {"payment_id": attempt.id, "reason": reason, "chance": self.chance()[:10], "staff_id": by}
        done = self.does("refund asked", refunding.ask_refund, must, trouble, **facts)
        if done is None:
            return None
        done[1].id = done[0]["id"]
        self.tally["by " + done[1].kind] += 1
        return done[1]

    def box_is_heard_of(self, device):
        with Unit(self.hall.store) as unit:
            reporting.note_heartbeat(unit, device=self.devices[device], parts=[READY], at=self.at)
        self.model.seen[device] = self.at

    @precondition(lambda self: self.model.open_wishes())
    @rule(place=RECENT, outcome=st.sampled_from(BACK_OUTCOMES), trouble=TROUBLE, heard=HEARD)
    def a_box_begins_to_give_back(self, place, outcome, trouble, heard):
        wish = likely(self.model.wishes, lambda each: each.state == "created", place)
        self.begins_to_give_back(wish, outcome, trouble, heard=heard)

    def begins_to_give_back(self, wish, outcome, trouble, *, heard):
        """The terminal is asked only once the server has said yes; a box that did not hear it never asks."""
        facts = {"device": self.devices[wish.device], "refund_id": wish.id, "newest": self.world.traces[wish.device]}
        look = lambda begun: {"id": begun[0].id}  # noqa: E731
        done = self.does(
            "refund begun", refunding.begin_refund, lambda: self.model.begins_back(wish, self.at), trouble, look=look,
            **facts,
        )  # fmt: skip
        if done is not None and heard:
            self.nobody_is_given_it_again(wish)
            self.world.asks_back(wanted_by(wish), outcome)

    @precondition(lambda self: self.model.open_wishes())
    @rule(device=st.sampled_from(DEVICES))
    def a_box_starts_up(self, device):
        """It sees what the server calls open, and asks its terminal what became of all that may have left."""
        with self.hall.store.reading() as connection:
            listed = refund_words.refunds_at(connection, self.devices[device])
        open_wishes = self.model.open_wishes(device=device)
        assert {each.id: each.state.value for each, _ in listed} == {each.id: each.state for each in open_wishes}
        for wish in open_wishes:
            if wish.state != "created":
                self.tally["asked what became of it"] += 1
                self.world.recalls(wanted_by(wish))

    @precondition(lambda self: self.paid_at_terminals() and len(self.world.backs) % 3 == 1)
    @rule(place=RECENT, outcome=st.sampled_from(FORGOTTEN_BACK), known=st.sampled_from([True, True, False]))
    def a_server_set_back_has_forgotten_a_refund(self, place, outcome, known):
        """The box knows of giving back what the server, an older copy of itself, does not know as asked for."""
        attempt = recent(self.paid_at_terminals(), place)
        name, undone = f"0GONE{self.world.key()}", self.model.undone_by(attempt)
        kind = self.model.kind_now(attempt, self.at)
        facts = (attempt.id, kind, attempt.amount, undone) if known else (f"0LOST{name}", "refund", 9_000, 0)
        if undone and not any(back.wanted.payment == attempt.id for back in self.world.backs):
            self.forgotten_refunds.add(name)
            self.world.asks_back(Wanted(attempt.device, name, *facts), outcome)

    @precondition(lambda self: self.told_bookings() or self.told_backs())
    @rule(place=RECENT, back=st.booleans())
    def a_box_tells_again(self, place, back):
        """What a terminal did and its box told comes again: under another request, in other words."""
        if self.told_backs() and (back or not self.told_bookings()):
            self.tells_again_of_giving_back(place)
        else:
            self.confirms_again(place)

    def told_backs(self):
        return [each for each in self.world.backs if self.effects_of_back(each)]

    def tells_again_of_giving_back(self, place):
        back = recent(self.told_backs(), place)
        again = Said("approved", back.amount, back.trace, "asked once more")
        self.world.tells_back(back.wanted, Said("approved", back.amount, back.trace), again)

    def delivers(self, word, trouble):
        if isinstance(word, BackWord):
            self.box_tells_of_giving_back(word, trouble)
        else:
            super().delivers(word, trouble)

    def box_tells_of_giving_back(self, word, trouble):
        wanted = word.wanted
        wish = next((each for each in self.model.wishes if each.id == wanted.refund), None)
        against = wish is not None and wish.decided and wish.attempt.state == "confirmed"
        must = lambda: self.model.hears_back(wanted, word.said, self.at)  # noqa: E731
        look = lambda answer: {"effect": answer[1].value}  # noqa: E731
        facts = {"refund_id": wanted.refund, "payment_id": wanted.payment, "kind": RefundKind(wanted.kind)}
        done = self.does(
            "back told", refund_words.hear_refund, must, trouble, word.key, look, device=self.devices[word.device],
            telling=word.said.telling, **facts,
        )  # fmt: skip
        told = next(each for each in self.model.told_back[wanted.device, wanted.refund] if each.said == word.said)
        assert done[0]["effect"] == told.effect
        self.tally[f"back {word.said.verdict} {told.effect}"] += 1
        self.tally["believed against a person"] += against and wish.attempt.state == "refunded"
        if not told.id:
            ((told.id,),) = self.rows("SELECT max(id) FROM terminal_telling")

    @precondition(lambda self: self.unsure() or len(self.model.wishes) > 2)
    @rule(place=RECENT, back=st.sampled_from([0, 0, 1]), who=STAFF, reason=SAYS, trouble=TROUBLE)
    def somebody_says_whether_it_was_given_back(self, place, back, who, reason, trouble):
        wish = likely(self.model.wishes, lambda each: each in self.unsure(), place)
        self.says_of(wish, self.staff(who), reason, trouble, back=back)

    def says_of(self, wish, by, reason, trouble, *, back):
        must = lambda: self.model.decides_back(wish, by, reason.strip(), self.at, done=bool(back))  # noqa: E731
        facts = {"refund_id": wish.id, "done": bool(back), "reference": None, "reason": reason, "staff_id": by}
        self.does("a person said " + ("not back", "back")[back], refunding.decide_refund, must, trouble, **facts)

    def unsure(self):
        return [each for each in self.model.open_wishes() if each.state != "created"]

    def all_arrives(self, seed):
        """Each box starts once more; when all is told, each terminal tells its day."""
        for device in DEVICES:
            self.a_box_starts_up(device)
        super().all_arrives(seed)
        for device in DEVICES:
            self.terminal_tells_its_day(DayTold(device, self.world.key()), Trouble(0, lost=False))
        self.agrees()
