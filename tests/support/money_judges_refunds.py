"""What must hold of money given back at terminals: what they really did is known once, or somebody may still say it."""

from collections import Counter

from money_judges import MoneyJudges
from money_model import OPEN
from money_world_refunds import BackWord

REFUNDS = "SELECT id, payment_id, kind, state, amount, asked_by FROM refund"
TOLD_BACK = (
    "SELECT device_id, refund_id, verdict, amount, effect, settled_at IS NULL FROM terminal_telling"
    " WHERE refund_id IS NOT NULL"
)
KEPT = (
    "SELECT e.payment_id, -sum(p.amount) FROM ledger_entry e JOIN ledger_posting p ON p.entry_id = e.id"
    " WHERE p.account = 'due' AND e.payment_id IS NOT NULL GROUP BY e.payment_id"
)


class RefundJudges(MoneyJudges):
    """Judges an office that gives money back."""

    def agrees(self):
        super().agrees()
        self.refunds_and_their_words_are_the_models()
        self.nothing_is_refunded_and_kept()
        self.everything_given_back_is_somewhere()

    def refunds_and_their_words_are_the_models(self):
        kept = {row.id: tuple(row)[1:] for row in self.rows(REFUNDS)}
        assert kept == {
            each.id: (each.attempt.id, each.kind, each.state, each.amount, each.by) for each in self.model.wishes
        }
        assert Counter(tuple(row) for row in self.rows(TOLD_BACK)) == Counter(
            (*place, each.said.verdict, each.back, each.effect, not each.settled)
            for place, words in self.model.told_back.items()
            for each in words
        )

    def nothing_is_refunded_and_kept(self):
        """The books hold what is confirmed and nothing else, however often it was given back."""
        kept = {payment: amount for payment, amount in self.rows(KEPT) if amount}
        assert kept == {each.id: each.amount for each in self.model.attempts if each.state == "confirmed"}
        for wish in self.model.wishes:
            assert wish.state != "done" or wish.attempt.state == "refunded"

    def everything_given_back_is_somewhere(self):
        """It is on its payment, in suspense or settled; or its word is on the way, or its box may still be asked."""
        on_the_way = {(each.device, each.said.trace) for each in self.world.mail if isinstance(each, BackWord)}
        for back in self.world.backs:
            effects = self.effects_of_back(back)
            if back.lost:
                assert effects == []
            elif not effects:
                assert (back.device, back.trace) in on_the_way or self.may_be_asked(back) or self.person_ended(back)
            assert effects.count("contradicts") <= 1

    def effects_of_back(self, back):
        told = self.model.told_back.get((back.device, back.wanted.refund), [])
        return [each.effect for each in told if each.said.trace == back.trace]

    def wish_of(self, back):
        return next((each for each in self.model.wishes if each.id == back.wanted.refund), None)

    def may_be_asked(self, back):
        wish = self.wish_of(back)
        return wish is not None and wish.state in OPEN

    def person_ended(self, back):
        wish = self.wish_of(back)
        return wish is not None and wish.decided

    def nobody_is_given_it_again(self, wish):
        """No terminal is asked for what one gave back, unless a person said it did not, or the server forgot it."""
        assert wish.attempt.state == "confirmed"
        for back in self.world.backs:
            if back.wanted.payment == wish.attempt.id:
                assert back.wanted.refund in self.forgotten_refunds or self.person_ended(back)

    def all_is_told(self):
        """What a terminal did is in the books wherever nobody but terminals spoke."""
        super().all_is_told()
        for back in self.world.backs:
            assert back.lost or self.effects_of_back(back) or self.person_ended(back) or not self.world.is_today(back)
        for attempt in self.model.attempts:
            if attempt.device is not None and self.only_terminals_spoke(attempt):
                postings = [each.postings.get("card", 0) for each in self.model.entries if each.attempt is attempt]
                assert sum(postings) == self.charged_to(attempt)

    def charged_to(self, attempt):
        """What cards were really charged for it, less what they were given back."""
        charged = sum(each.amount for each in self.world.bookings if each.payment == attempt.id)
        return charged - sum(each.amount for each in self.world.backs if each.wanted.payment == attempt.id)

    def only_terminals_spoke(self, attempt):
        """Nothing is lost or unsure, and each thing is told once: of a second wish the first's reversal is told."""
        wishes = [each for each in self.model.wishes if each.attempt is attempt]
        people = attempt.decided or attempt.by_hand or any(each.decided for each in wishes)
        unsure = [each for each in (attempt, *wishes) if each.state == "in_doubt"]
        bookings = [each for each in self.world.bookings if each.payment == attempt.id]
        backs = [each for each in self.world.backs if each.wanted.payment == attempt.id]
        lost = any(each.lost for each in (*bookings, *backs))
        return not (people or unsure or lost or any(each.wanted.refund in self.forgotten_refunds for each in backs))

    def day_must_agree(self, word):
        """Whether all that the terminal did since its last day is known by its own word, and all days before agreed."""
        device = word.device
        if word.key in self.world.days:
            return False
        bookings, backs = ([each for each in things if each.device == device] for things in self.done_outside())
        attempts = [each for each in self.model.attempts if each.device == device]
        sure = all(self.only_terminals_spoke(each) for each in attempts)
        known = {each.id: each.amount for each in attempts}
        right = all(known.get(each.payment) == each.amount and self.effects_of(each) for each in bookings)
        told = all(self.effects_of_back(each) and each.wanted.payment in known for each in backs)
        if not (sure and right and told):
            self.blurred.add(device)
        self.back_today = bool(self.world.today(backs, device))
        return device not in self.blurred

    def done_outside(self):
        return self.world.bookings, self.world.backs
