"""What charges, payments, credits, contradictions and books must be: plain lists, kept beside the product.

Written from the decisions 040 to 049, not from the product's tables; states, effects and refusals are the words that
the product shows. Each deed either changes the model or raises Refused.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

PATIENCE = timedelta(minutes=2)
LARGE = 500_000
OPEN = ("created", "pending", "in_doubt")
PAID = ("confirmed", "refunded")
ENDS_UNPAID = {"declined": "failed", "not_started": "failed", "cancelled": "cancelled"}


class Refused(Exception):
    """The product must refuse with that code."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


def refuse(code, when=True):
    if when:
        raise Refused(code)


@dataclass(eq=False)
class Due:
    """A charge."""

    dossier: str
    amount: int
    raised_by: int
    id: str = ""
    withdrawn: bool = False
    attempts: list = field(default_factory=list)

    def holding(self, *states):
        return [attempt for attempt in self.attempts if attempt.state in states]

    @property
    def state(self):
        if self.withdrawn:
            return "withdrawn"
        return "paid" if self.amount == 0 or self.holding("confirmed") else "due"

    def must_be_payable(self):
        refuse("charge.withdrawn", self.withdrawn)
        refuse("payment.open", bool(self.holding(*OPEN)))
        refuse("charge.paid", self.state == "paid")


@dataclass(eq=False)
class Attempt:
    """A payment. `decided` says that a person spoke of it, with a reason, `by_hand` that one wrote it down as refunded;
    `asked` is when its terminal was."""

    due: Due
    method: str
    by: int | None
    device: str | None
    at: datetime
    state: str = "pending"
    id: str = ""
    code: str = ""
    reference: str | None = None
    typed: bool = False
    checked: bool = False
    decided: bool = False
    asked: datetime | None = None
    by_hand: bool = False

    @property
    def amount(self):
        return self.due.amount

    @property
    def answers(self):
        """Whose word alone is not enough."""
        return self.due.raised_by if self.by is None else self.by


@dataclass(eq=False)
class Credit:
    """A credit kept once; `told` are the providers that told of it."""

    amount: int
    state: str
    proof: str
    told: set
    attempt: Attempt | None
    id: int = 0

    @property
    def waits(self):
        return self.state in ("unknown", "under", "over", "late", "double")


@dataclass(eq=False)
class Told:
    """What a box said once, and what it did. `back`: it is of giving back so many dong."""

    said: Any
    effect: str
    settled: bool = False
    id: int = 0
    back: int | None = None

    @property
    def waits(self):
        return self.effect == "contradicts" and not self.settled

    @property
    def charged(self):
        return self.said.charged if self.back is None else 0

    @property
    def booked(self):
        """What it adds to what the acquirer owes."""
        return self.charged - (self.back or 0)


@dataclass(frozen=True)
class Entry:
    """An entry of the books."""

    at: datetime
    postings: dict
    attempt: Attempt | None = None
    staff: int | None = None


@dataclass(eq=False)
class Close:
    """A shift's close."""

    staff: int
    taken: list
    to_sign: bool
    id: int = 0
    signed: bool = False


class Model:
    """All of a centre's money. `entries` are the books in their order."""

    def __init__(self):
        self.dues, self.attempts, self.credits, self.closes = [], [], [], []
        self.heard, self.groups = {}, {}
        self.told = {}
        self.entries, self.upto, self.closed_days = [], {}, {}
        self.awaited = set()

    def books(self, at, attempt=None, *, staff=None, **postings):
        postings = {account: amount for account, amount in postings.items() if amount}
        if postings:
            self.entries.append(Entry(at, postings, attempt, staff))

    # Charges

    def raises(self, dossier, each, by, *, again):
        for due in self.dues:
            if due.dossier == dossier:
                refuse("charge.exists", due.state == "due" or (due.state == "paid" and not again))
        due = Due(dossier, 2 * each, by)
        self.dues.append(due)
        return due

    def books_raised(self, due, at, sign=1):
        half = due.amount // 2 * sign
        self.books(at, due=2 * half, phi=-half, le_phi=-half)

    def withdraws(self, due, at):
        refuse("charge.withdrawn", due.withdrawn)
        refuse("payment.open", bool(due.holding(*OPEN)))
        refuse("charge.paid", bool(due.holding("confirmed")))
        due.withdrawn = True
        self.books_raised(due, at, -1)

    # Payments

    def begins(self, due, method, by, device, at):
        """One attempt at a time; what waited in vain for a terminal that nobody asked makes room."""
        vain = [each for each in due.holding("created") if at - each.at > PATIENCE]
        refuse("charge.withdrawn", due.withdrawn)
        refuse("payment.open", len(due.holding(*OPEN)) > len(vain))
        refuse("charge.paid", due.state == "paid")
        for each in vain:
            each.state = "cancelled"
        return self._adds(Attempt(due, method, by, device, at, "pending" if device is None else "created"))

    def _adds(self, attempt):
        attempt.due.attempts.append(attempt)
        self.attempts.append(attempt)
        return attempt

    def cancels(self, attempt, *, at_kiosk):
        """A code is taken down, or a card that no terminal was asked for; by a kiosk, none that staff began."""
        ours = attempt.state == "created" or (attempt.state == "pending" and attempt.method == "vietqr")
        refuse("payment.illegal_move", not ours or (at_kiosk and attempt.by is not None))
        attempt.state = "cancelled"

    def confirms(self, attempt, at):
        attempt.state = "confirmed"
        held = "bank" if attempt.method == "vietqr" else "card"
        self.books(at, attempt, staff=attempt.by, due=-attempt.amount, **{held: attempt.amount})

    def types(self, attempt, at):
        refuse("payment.illegal_move", attempt.device is not None)
        refuse("payment.card_details", attempt.method != "card")
        refuse("payment.illegal_move", attempt.state not in ("pending", "in_doubt"))
        attempt.typed = True
        self.confirms(attempt, at)

    def decides(self, attempt, move, by, reference, reason, at):
        """A person speaks, with a reason; nobody alone says "paid" of what he began."""
        refuse("payment.second_person", move == "confirm" and by == attempt.answers)
        may = ("created", "pending") if move == "cancel" else ("pending", "in_doubt")
        refuse("payment.illegal_move", attempt.state not in may)
        refuse("payment.reason_needed", not reason)
        attempt.decided = True
        attempt.reference = reference or attempt.reference
        if move == "confirm":
            self.confirms(attempt, at)
        else:
            attempt.state = "failed" if move == "fail" else "cancelled"

    def checks(self, attempt, by):
        refuse("payment.card_details", not attempt.typed)
        refuse("payment.second_person", by == attempt.by)
        attempt.checked = True

    def refunds(self, attempt, by, reason, at):
        refuse("payment.second_person", attempt.amount > LARGE and by == attempt.answers)
        refuse("payment.illegal_move", attempt.state != "confirmed")
        refuse("payment.reason_needed", not reason)
        attempt.by_hand = True
        self.books_back(attempt, by, at)

    def books_back(self, attempt, by, at):
        attempt.state = "refunded"
        held = "bank" if attempt.method == "vietqr" else "card"
        self.books(at, attempt, staff=by, due=attempt.amount, **{held: -attempt.amount})

    def pays_from_suspense(self, due, method, by, at):
        """Money whose purpose a person explained pays a charge; a card's counts as typed."""
        made = self._adds(Attempt(due, method, by, None, at, "confirmed", typed=method == "card", decided=True))
        self.books(at, made, staff=by, suspense=due.amount, due=-due.amount)
        return made
