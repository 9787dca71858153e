"""The reference of money given back at card terminals: wishes of people, and what boxes say became of them.

Written from decisions 044 and 054.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from money_model import LARGE, OPEN, PATIENCE, Attempt, Told, refuse
from money_model_outside import Outside
from money_world import ZONE

SILENT = timedelta(seconds=15)
AT_TERMINAL = ("pending", "in_doubt")


@dataclass(eq=False)
class Wish:
    """One attempt to give a payment back at its terminal; `by` is None of one that only a box knew."""

    attempt: Attempt
    kind: str
    by: int | None
    at: datetime
    undone: int
    id: str = ""
    state: str = "created"
    decided: bool = False

    @property
    def device(self):
        return self.attempt.device

    @property
    def amount(self):
        return self.attempt.amount


class GivingBack(Outside):
    """The model with refunds at terminals. `told_back` is what boxes said of each."""

    def __init__(self):
        super().__init__()
        self.wishes, self.told_back = [], {}
        self.seen, self.days_told, self.day_keys = {}, {}, set()

    def open_wishes(self, **facts):
        fitting = [each for each in self.wishes if all(getattr(each, name) == facts[name] for name in facts)]
        return [each for each in fitting if each.state in OPEN]

    # People

    def asks_back(self, attempt, by, reason, at):
        refuse("payment.illegal_move", attempt.state != "confirmed")
        refuse("payment.reason_needed", not reason)
        refuse("payment.second_person", attempt.amount > LARGE and by == attempt.answers)
        vain = [each for each in self.open_wishes(attempt=attempt) if self._waits_in_vain(each, at)]
        refuse("refund.open", len(self.open_wishes(attempt=attempt)) > len(vain))
        undone = self.undone_by(attempt)
        silent = attempt.device not in self.seen or at - self.seen[attempt.device] > SILENT
        refuse("refund.elsewhere", undone is None or silent)
        for each in vain:
            each.state = "cancelled"
        return self._adds_wish(attempt, self.kind_now(attempt, at), by, at)

    def decides_back(self, wish, by, reason, at, *, done):
        """Nobody alone says "given back" of what he asked for."""
        refuse("payment.reason_needed", not reason)
        refuse("refund.illegal_move", wish.state not in (AT_TERMINAL if done else OPEN))
        refuse("payment.second_person", done and by == wish.by)
        refuse("payment.second_person", wish.amount > LARGE and by == wish.attempt.answers)
        refuse("payment.illegal_move", done and wish.attempt.state != "confirmed")
        wish.decided = True
        if done:
            wish.state = "done"
            self.books_back(wish.attempt, by, at)
        else:
            wish.state = "cancelled" if wish.state == "created" else "failed"

    def refunds(self, attempt, by, reason, at):
        """By hand: not while a terminal was asked; what only waits for one falls."""
        refuse("payment.second_person", attempt.amount > LARGE and by == attempt.answers)
        refuse("refund.open", any(each.state in AT_TERMINAL for each in self.open_wishes(attempt=attempt)))
        super().refunds(attempt, by, reason, at)
        self._drops_waiting(attempt)

    # Boxes

    def begins_back(self, wish, at):
        """Not what was given back since, is late, or is of a day that has ended; one thing at a time."""
        refuse("refund.illegal_move", wish.state != "created" or wish.attempt.state != "confirmed")
        refuse("payment.late", self._waits_in_vain(wish, at) or wish.kind != self.kind_now(wish.attempt, at))
        refuse("terminal.closing", wish.device in self.awaited)
        refuse("terminal.busy", "pending" in self.at_terminal(wish.device))
        wish.state = "pending"

    def hears_back(self, wanted, said, at):
        """A word acts once. What was given back beside what is known lies in suspense."""
        told = self.told_back.setdefault((wanted.device, wanted.refund), [])
        known = next((each for each in told if each.said == said), None)
        if known is None:
            attempt = next((each for each in self.attempts if each.id == wanted.payment), None)
            wish = None if attempt is None else self._wish_told_of(attempt, wanted, at)
            known = Told(said, self._back_effect(wish, said, told, at), back=self._given(wish, said))
            told.append(known)
            if known.effect == "contradicts":
                self.books(at, attempt, card=-known.back, suspense=known.back)
        return known.effect

    def _wish_told_of(self, attempt, wanted, at):
        """One that the server has forgotten is made anew, unless another is under way."""
        wish = next((each for each in self.wishes if each.id == wanted.refund), None)
        if wish is None and self.undone_by(attempt) is not None and not self.open_wishes(attempt=attempt):
            wish = self._adds_wish(attempt, wanted.kind, None, at)
            wish.id = wanted.refund
        return wish

    @staticmethod
    def _given(wish, said):
        """A terminal that took a receipt back need not say how much it was."""
        if said.verdict != "approved":
            return 0
        return said.amount if said.amount is not None else wish.amount

    def _back_effect(self, wish, said, told, at):
        before = [each.said for each in told if each.said.verdict == said.verdict == "approved"]
        if any((each.trace, each.amount) == (said.trace, said.amount) for each in before):
            return "agrees"  # the same in other words
        if wish is None:
            return "contradicts" if said.verdict in ("approved", "in_doubt") else "agrees"
        if said.verdict == "approved":
            if wish.kind == "refund" and any(each.trace != said.trace for each in before):
                return "contradicts"  # given twice, whatever the state
            return self._approves_back(wish, said, at)
        if said.verdict == "in_doubt":
            return self._moves(wish, "in_doubt") if wish.state in ("created", "pending") else "agrees"
        if wish.state in OPEN:
            return self._moves(wish, "failed")
        return "contradicts" if wish.state == "done" else "agrees"

    def _approves_back(self, wish, said, at):
        right = said.amount == wish.amount or (said.amount is None and wish.kind == "reversal")
        if not right:
            if wish.state in ("created", "pending"):
                return self._moves(wish, "in_doubt")
            return "agrees" if wish.state == "in_doubt" else "contradicts"
        return "agrees" if wish.state == "done" else self._is_back(wish, at)

    def _is_back(self, wish, at):
        """Believed also against a person; what was refunded already was given twice, or is the same reversal."""
        attempt, wish.state = wish.attempt, "done"
        if attempt.state == "confirmed":
            self.books_back(attempt, wish.by or attempt.by, at)
            self._drops_waiting(attempt)
            return "moved"
        others = [each for each in self.wishes if each.attempt is attempt and each is not wish]
        same = any((each.kind, each.state, wish.kind) == ("reversal", "done", "reversal") for each in others)
        return "agrees" if same else "contradicts"

    def hears_day(self, device, key, at):
        if key not in self.day_keys:
            self.day_keys.add(key)
            self.awaited.discard(device)
            self.days_told[device] = at

    def at_terminal(self, device):
        wishes = [each.state for each in self.open_wishes(device=device) if each.state in AT_TERMINAL]
        return [*super().at_terminal(device), *wishes]

    def all_told(self):
        return [*super().all_told(), *(each for words in self.told_back.values() for each in words)]

    def unsettled(self):
        counts = super().unsettled()
        return counts | {"waiting": counts["waiting"] + len(self.open_wishes())}

    def undone_by(self, attempt):
        """The trace by which its terminal can give it back."""
        told = self.told.get((attempt.device, attempt.id), [])
        moved = [each.said.trace for each in told if (each.said.verdict, each.effect) == ("approved", "moved")]
        return moved[-1] if moved else None

    def _adds_wish(self, attempt, kind, by, at):
        self.wishes.append(Wish(attempt, kind, by, at, self.undone_by(attempt)))
        return self.wishes[-1]

    def _drops_waiting(self, attempt):
        for each in self.open_wishes(attempt=attempt, state="created"):
            each.state = "cancelled"

    def kind_now(self, attempt, at):
        """On its day and before its terminal told one it is taken back; then the amount is paid to a card."""
        taken, told = attempt.asked or attempt.at, self.days_told.get(attempt.device)
        today = taken.astimezone(ZONE).date() == at.astimezone(ZONE).date()
        return "reversal" if today and (told is None or told < taken) else "refund"

    @staticmethod
    def _waits_in_vain(wish, at):
        return wish.state == "created" and at - wish.at > PATIENCE
