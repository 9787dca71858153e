"""What happens outside in the machine: citizens pay, terminals charge, words of it arrive late, twice or at last."""

from random import Random

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from money_office import DEVICES, DOSSIERS, Trouble
from money_people import BEGINNERS, QUANTITIES, RECENT, TROUBLE, MoneyPeople, likely, recent
from money_world import FORGOTTEN, OUTCOMES, Said, Webhook, Word

from queue_server.domain.bank_listing import Listed
from queue_server.store.unit import Unit
from queue_server.usecases import crediting, selling, terminal_days
from queue_server.usecases.hearing import take_list

PROVIDERS = st.sampled_from([("sepay",), ("payos",), ("sepay", "payos"), ("payos", "sepay"), ()])
DEATHS = st.integers(0, 16).map(lambda write: max(0, write - 8))


class MoneyOutside(MoneyPeople):
    """The bank, the terminals and the way of their words to the server."""

    def sales(self, *states):
        driven = [each for each in self.model.attempts if each.device is not None]
        return [each for each in driven if not states or each.state in states]

    @precondition(lambda self: any(each.method == "vietqr" for each in self.model.attempts))
    @rule(
        place=RECENT, other=RECENT, amount=st.sampled_from(["right"] * 5 + ["less", "more"]),
        words=st.sampled_from(["code"] * 8 + ["none", "two codes"]), named=st.booleans(), providers=PROVIDERS,
        at_once=st.booleans(),
    )  # fmt: skip
    def a_citizen_transfers(self, place, other, amount, words, named, providers, at_once):
        """By a code that is shown, was taken down or is paid; the right amount or another; once or again."""
        asked = [each for each in self.model.attempts if each.method == "vietqr"]
        attempt = likely(asked, lambda each: each.state == "pending", place)
        codes = {
            "code": {attempt.code},
            "none": set(),
            "two codes": {attempt.code, recent(self.model.attempts, other).code},
        }
        paid = attempt.amount + {"right": 0, "less": -1_000, "more": 5_000}[amount]
        self.passes(1)
        before = len(self.world.mail)
        self.world.transfers_money(paid, codes[words], self.at, named=named, providers=providers)
        for word in self.world.mail[before:] if at_once else ():
            self.delivers(word, Trouble(0, lost=False))

    @rule(
        dossier=st.sampled_from(DOSSIERS), quantity=QUANTITIES, device=st.sampled_from(DEVICES),
        who=BEGINNERS, outcome=st.sampled_from(OUTCOMES), trouble=TROUBLE,
    )  # fmt: skip
    def a_citizen_holds_a_card_to_a_terminal(self, dossier, quantity, device, who, outcome, trouble):
        self.a_citizen_comes_to_pay(dossier, quantity, device, who, trouble)
        if self.sales("created"):
            self.a_box_begins_a_sale(0, outcome, trouble, heard=True)

    @precondition(lambda self: self.sales("created") or len(self.begun) > len(self.asked))
    @rule(place=RECENT, outcome=st.sampled_from(OUTCOMES), trouble=TROUBLE, heard=st.sampled_from([True] * 3 + [False]))
    def a_box_begins_a_sale(self, place, outcome, trouble, heard):
        """The terminal is asked only once the server has said yes and the box has heard it."""
        attempt = likely(self.sales(), lambda each: each.state == "created", place)
        key, newest = f"begin-{attempt.id}", self.world.traces[attempt.device]
        must = lambda: self.asks_terminal(attempt)  # noqa: E731
        facts = {"device": self.devices[attempt.device], "payment_id": attempt.id, "newest": newest}
        done = self.does("sale begun", selling.begin_sale, must, trouble, key=key, **facts)
        if done is not None and heard and attempt not in self.asked:
            self.nobody_is_charged_again(attempt)
            self.asked.append(attempt)
            self.world.asks_card(attempt.device, attempt.id, attempt.amount, outcome)

    def asks_terminal(self, attempt):
        """The same request again is answered as it was."""
        if attempt not in self.begun:
            self.model.asks_terminal(attempt, attempt.device, self.at)
            self.begun.append(attempt)

    def nobody_is_charged_again(self, attempt):
        """No card is asked for what a card was charged, unless a person said that it was not, or gave it back."""
        for other in attempt.due.attempts:
            charged = any(each.payment == other.id for each in self.world.bookings)
            assert not charged or other.decided or other.state == "refunded" or other in self.forgotten

    @precondition(lambda self: self.sales("created") or len(self.world.bookings) % 4 == 1)
    @rule(place=RECENT, outcome=st.sampled_from(FORGOTTEN), device=st.sampled_from(DEVICES))
    def a_server_set_back_has_forgotten_a_sale(self, place, outcome, device):
        """The box knows the end of a sale that the server, an older copy of itself, does not know, or not as begun."""
        if not self.sales("created"):
            self.world.asks_card(device, f"0LOST{self.world.key()}", (16_000, 9_000)[place % 2], outcome)
            return
        attempt = recent(self.sales("created"), place)
        if attempt not in self.asked:
            self.asked.append(attempt)
            self.forgotten.append(attempt)
            self.world.asks_card(attempt.device, attempt.id, attempt.amount, outcome)

    def confirms_again(self, place):
        booking = recent(self.told_bookings(), place)
        again = Said("approved", booking.amount, booking.trace, "asked once more")
        self.world.says(booking.device, booking.payment, Said("approved", booking.amount, booking.trace), again)

    def told_bookings(self):
        return [each for each in self.world.bookings if self.effects_of(each)]

    @precondition(lambda self: self.world.mail)
    @rule(place=st.integers(0, 11), words=st.integers(1, 3), stays=st.booleans(), seen=st.booleans(), trouble=TROUBLE)
    def words_arrive(self, place, words, stays, seen, trouble):
        """Any words on their way, the oldest or the newest; they may come again later; somebody may see to it."""
        for word in [recent(self.world.mail, place + each) for each in range(min(words, len(self.world.mail)))]:
            self.delivers(word, trouble)
            if not stays:
                self.world.mail.remove(word)
        if seen and any(each.waits for each in self.words()):
            self.gives_back_at_the_terminal(0, 0, "other", "", trouble)

    def delivers(self, word, trouble):
        if isinstance(word, Webhook):
            self.webhook(word, trouble.dies)
        elif isinstance(word, Word):
            self.box_tells(word, trouble)
        else:
            self.terminal_tells_its_day(word, trouble)

    def webhook(self, word, dies):
        """Webhooks have no key: a provider tells again until it is heard, and the transfer's own name counts."""

        def told():
            with Unit(self.hall.store) as unit:
                return crediting.receive_at_account(unit, credit=word.credit, at=self.at)

        if self.dies(dies, told):
            self.agrees()
        self.takes(word, told())

    def dies(self, within, deed):
        died = bool(within) and self.hall.store.writers.dies(within, deed)
        self.tally["died"] += died
        return died

    def takes(self, word, kept=None):
        credit = self.model.receives(word.credit.provider, word.transfer, word.credit.proof, self.at)
        self.tally["credit " + ("known" if credit is None else credit.state)] += 1
        if credit is None:
            assert kept is None or not kept.new
            return
        self.model.books_credit(credit, self.at)
        made = "SELECT id FROM bank_credit WHERE provider = '{}' AND reference = '{}'"
        ((credit.id,),) = self.rows(made.format(word.credit.provider, word.credit.reference))

    def box_tells(self, word, trouble):
        must = lambda: self.model.hears(word.device, word.payment, word.said, self.at)  # noqa: E731
        look = lambda answer: {"effect": answer[1].value}  # noqa: E731
        facts = {"device": self.devices[word.device], "payment_id": word.payment, "telling": word.said.telling}
        done = self.does("told", selling.hear_outcome, must, trouble, word.key, look, **facts)
        told = next(each for each in self.model.told[word.device, word.payment] if each.said == word.said)
        self.tally[f"{word.said.verdict} {told.effect}"] += 1
        assert done[0]["effect"] == told.effect
        if not told.id:
            ((told.id,),) = self.rows("SELECT max(id) FROM terminal_telling")

    @precondition(lambda self: self.world.transfers)
    @rule(dies=DEATHS, listed=st.booleans())
    def the_banks_own_list_is_read(self, dies, listed):
        """A statement is imported, or the bank is asked for its list; line after line, each a transaction."""
        words = self.world.statement()
        reads = self.asks_the_bank if listed else self.imports
        if dies:
            self.reads_until_death(words, reads, dies)
        reads(words)
        for word in sorted(words, key=lambda each: each.credit.at) if listed else words:
            self.takes(word)

    def reads_until_death(self, words, reads, dies):
        """What was taken in before the server died is taken in."""
        self.dies(dies, lambda: reads(words))

    def imports(self, words):
        for word in words:
            with Unit(self.hall.store) as unit:
                crediting.receive_credit(unit, centre_id=self.hall.centre_id, credit=word.credit, at=self.at)

    def asks_the_bank(self, words):
        listed = Listed(credits=tuple(word.credit for word in words), unreadable=0, oldest=None, full=False)
        take_list(self.hall.store, listed, centre_id=self.hall.centre_id, at=self.at)

    def terminal_tells_its_day(self, word, trouble):
        """Differences are listed; nothing moves. Where all is known that the terminal did, there are none."""
        must_agree = self.day_must_agree(word)
        facts = {"device": self.devices[word.device], **self.world.closes_day(word.device, word.key)}
        must = lambda: self.model.hears_day(word.device, word.key, self.at)  # noqa: E731
        look = lambda compared: {"differences": len(compared.differences)}  # noqa: E731
        answer, _ = self.does("day told", terminal_days.hear_day, must, trouble, word.key, look, **facts)
        if must_agree:
            self.tally["day agrees" + " after money went back" * self.back_today] += 1
            assert answer["differences"] == 0

    def all_arrives(self, seed):
        """At last every word is delivered, in any order, and once more, and the bank's statement is read."""
        words = list(self.world.mail)
        Random(seed).shuffle(words)
        for word in [*words, *words]:
            self.delivers(word, Trouble(0, lost=False))
        self.world.mail.clear()
        self.the_statement_comes()
        self.agrees()
        self.all_is_told()
        self.nobody_but_they_ended_doubt()

    def the_statement_comes(self):
        words = self.world.statement()
        self.imports(words)
        for word in words:
            self.takes(word)
