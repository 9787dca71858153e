"""What must hold at each moment: the database is what the model says, and the model hides nothing of the truth."""

import json
from collections import Counter, defaultdict

from money_model import OPEN
from money_office import MoneyOffice
from money_world import Word
from sqlalchemy import text

PAYMENTS = "SELECT id, charge_id, method, amount, state, checked_by IS NOT NULL AS checked FROM payment"
ENTRIES = (
    "SELECT e.id, e.payment_id, e.staff_id, p.account, p.amount FROM ledger_entry e"
    " LEFT JOIN ledger_posting p ON p.entry_id = e.id ORDER BY e.id"
)
ENDED_DOUBT = "SELECT body FROM event WHERE kind = 'payment.moved'"
MAY_SPEAK = ("terminal", "bank", "person")


class MoneyJudges(MoneyOffice):
    """Judges an office of money."""

    def rows(self, statement):
        with self.hall.store.reading() as connection:
            return connection.execute(text(statement)).all()

    def agrees(self):
        """Charges, payments, credits, words and books are those of the model; nothing of the truth is missing."""
        self.payments_and_charges_are_the_models()
        self.credits_and_words_are_the_models()
        self.books_are_the_models_and_balance()
        self.each_charge_is_held_once()
        self.every_approval_is_somewhere()
        self.nothing_is_more_than_came()

    def payments_and_charges_are_the_models(self):
        model = self.model
        kept = {row.id: (row.charge_id, row.method, row.amount, row.state, row.checked) for row in self.rows(PAYMENTS)}
        assert kept == {
            each.id: (each.due.id, each.method, each.amount, each.state, each.checked) for each in model.attempts
        }
        charges = {row.id: tuple(row)[1:] for row in self.rows("SELECT id, amount, withdrawn_at IS NULL FROM charge")}
        assert charges == {due.id: (due.amount, not due.withdrawn) for due in model.dues}

    def credits_and_words_are_the_models(self):
        credits = {row.id: tuple(row)[1:] for row in self.rows("SELECT id, amount, state, payment_id FROM bank_credit")}
        assert credits == {
            each.id: (each.amount, each.state, each.attempt and each.attempt.id) for each in self.model.credits
        }
        told = (
            "SELECT device_id, payment_id, verdict, amount, effect, settled_at IS NULL FROM terminal_telling"
            " WHERE refund_id IS NULL"
        )
        assert Counter(tuple(row) for row in self.rows(told)) == Counter(
            (*place, each.said.verdict, each.said.amount, each.effect, not each.settled)
            for place, words in self.model.told.items()
            for each in words
        )

    def books_are_the_models_and_balance(self):
        books = defaultdict(dict)
        for row in self.rows(ENTRIES):
            books[row.id, row.payment_id, row.staff_id][row.account] = row.amount
        assert [(*of[1:], postings) for of, postings in books.items()] == [
            (each.attempt and each.attempt.id, each.staff, each.postings) for each in self.model.entries
        ]
        assert [postings for postings in books.values() if sum(postings.values())] == []

    def each_charge_is_held_once(self):
        holding = Counter(each.due.id for each in self.model.attempts if each.state in (*OPEN, "confirmed"))
        assert [due for due, times in holding.items() if times > 1] == []

    def on_their_way(self):
        return {(word.device, word.payment, word.said.trace) for word in self.world.mail if isinstance(word, Word)}

    def every_approval_is_somewhere(self):
        """Each charge of a card is on its payment, in suspense or settled, or its word is on the way; one on each."""
        on_the_way, standing = self.on_their_way(), Counter()
        for booking in self.world.bookings:
            effects = self.effects_of(booking)
            if booking.lost:
                assert effects == []
            elif not effects:
                assert (booking.device, booking.payment, booking.trace) in on_the_way
            elif "contradicts" not in effects:
                standing[booking.payment] += 1
                self.stands(booking)
            assert effects.count("contradicts") <= 1
        assert [payment for payment, times in standing.items() if times > 1] == []

    def effects_of(self, booking):
        told = self.model.told.get((booking.device, booking.payment), [])
        return [each.effect for each in told if each.said.trace == booking.trace]

    def stands(self, booking):
        attempt = next(each for each in self.model.attempts if each.id == booking.payment)
        assert attempt.state in ("confirmed", "refunded", "in_doubt") or attempt.decided
        assert attempt.amount == booking.amount or attempt.state == "in_doubt" or attempt.decided

    def nothing_is_more_than_came(self):
        """Of transfers that nobody can tell apart there are never more credits than transfers."""
        came = Counter(transfer.group for transfer in self.world.transfers)
        for group, credits in self.model.groups.items():
            assert len(credits) <= came[group]

    def all_is_told(self):
        """At last nothing is on its way: each transfer is one credit, each approval that anybody knows is booked."""
        assert self.world.mail == []
        came = Counter(transfer.amount for transfer in self.world.transfers)
        assert Counter(each.amount for each in self.model.credits) == came
        assert [each for each in self.world.bookings if not each.lost and not self.effects_of(each)] == []
        for booking in self.world.bookings:
            attempt = next((each for each in self.model.attempts if each.id == booking.payment), None)
            if booking.lost and not attempt.decided:
                assert attempt.state == "in_doubt"

    def nobody_but_they_ended_doubt(self):
        """A payment leaves doubt by the word of a terminal, the bank, or a person with a reason."""
        doubtful = set()
        for (body,) in self.rows(f"{ENDED_DOUBT} ORDER BY seq"):
            moved = json.loads(body)
            if moved["payment"] in doubtful and moved["state"] != "in_doubt":
                doubtful.remove(moved["payment"])
                assert moved["source"] in MAY_SPEAK
                assert moved["source"] != "person" or moved["reason"]
                self.tally["doubt ended by " + moved["source"]] += 1
            elif moved["state"] == "in_doubt":
                doubtful.add(moved["payment"])
