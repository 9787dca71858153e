"""What card terminals really gave back, what they and their boxes know of it, and the days that terminals close."""

from dataclasses import dataclass

from money_world import Said, World

from hardware.terminal.till import CardReceipt


@dataclass(frozen=True)
class Wanted:
    """What a box is to have given back: `undone` is the trace of what the terminal charged."""

    device: str
    refund: str
    payment: str
    kind: str
    amount: int
    undone: int


@dataclass(frozen=True)
class Back:
    """A card was given money, under a trace of its own. A terminal that `lost` it will never say so."""

    wanted: Wanted
    amount: int
    trace: int
    lost: bool

    @property
    def device(self):
        return self.wanted.device

    @property
    def undoes(self):
        """The trace that is void by it."""
        return self.wanted.undone if self.wanted.kind == "reversal" else None


@dataclass(frozen=True)
class BackWord:
    """A box tells of giving back; `key` is the name of its request."""

    wanted: Wanted
    said: Said
    key: str

    @property
    def device(self):
        return self.wanted.device


REFUSES = ("declined", "not_started")
BACK_OUTCOMES = (
    "given back", "given back", "given back silently", "given back unheard", "given back unheard", "given back late",
    "given back late", "given back and lost", *REFUSES, "unheard and nothing", "nothing and lost", "another amount",
    "another amount, then ours", "given back twice",
)  # fmt: skip
FORGOTTEN_BACK = ("given back", "given back late", "another amount", "declined", "unheard and nothing")
"""What a box may know of a refund that a server, set back to an older copy, has forgotten."""


class Tills(World):
    """`backs` are the truth, `sent` what terminals were asked to give back, `closed` the last traces of told days."""

    def __init__(self):
        super().__init__()
        self.backs, self.sent, self.lost = [], set(), set()
        self.closed, self.days = {}, {}

    def asks_back(self, wanted, outcome):
        """The terminal is asked, once; what its box hears at once is told. The rest it says when it is asked again."""
        self.sent.add(wanted.refund)
        lost = outcome.endswith("lost")
        if lost:
            self.lost.add(wanted.refund)
        given = [self._gives(wanted, amount, lost=lost) for amount in self._amounts(wanted, outcome)]
        sure = [self._approval(each, silent=outcome.endswith("silently")) for each in given]
        if not given:
            sure = [Said("not_started" if outcome == "not_started" else "declined")]
        unheard = lost or "unheard" in outcome
        doubt = [Said("in_doubt", detail="no answer")] * (unheard or outcome.endswith("late"))
        self.tells_back(wanted, *doubt, *(() if unheard else sure))

    def recalls(self, wanted):
        """A box that starts asks its terminal what became of it; what never left the box was not begun."""
        found = [each for each in self.backs if each.wanted.refund == wanted.refund] or self.reversals_of(wanted)
        if wanted.refund in self.lost or any(not self.is_today(each) for each in found):
            said = [Said("in_doubt", detail="the terminal does not know")]
        elif wanted.refund in self.sent and found:
            said = [self._approval(each, silent=False) for each in found]
        else:
            said = [Said("not_started", detail="interrupted")]
        self.tells_back(wanted, *said)

    def tells_back(self, wanted, *words):
        self.mail += [BackWord(wanted, said, self.key()) for said in words]

    def reversals_of(self, wanted):
        """By which the terminal took that transaction back, and knows it."""
        return [
            each
            for each in self.backs
            if (each.device, each.undoes) == (wanted.device, wanted.undone) and not each.lost
        ]

    def _amounts(self, wanted, outcome):
        if not outcome.startswith(("given", "another")):
            return []
        if wanted.kind == "reversal":
            return [each.amount for each in self._standing(wanted.device) if each.trace == wanted.undone]
        return {
            "another amount": [100 * wanted.amount],
            "another amount, then ours": [100 * wanted.amount, wanted.amount],
            "given back twice": [wanted.amount, wanted.amount],
        }.get(outcome, [wanted.amount])

    def _gives(self, wanted, amount, *, lost):
        self.traces[wanted.device] += 1
        self.backs.append(Back(wanted, amount, self.traces[wanted.device], lost))
        return self.backs[-1]

    @staticmethod
    def _approval(back, *, silent):
        return Said("approved", None if silent else back.amount, back.trace)

    # The terminal's day

    def is_today(self, each):
        return each.trace > self.closed.get(each.device, 0)

    def today(self, things, device):
        return [each for each in things if each.device == device and self.is_today(each)]

    def _standing(self, device):
        """What it charged today and did not take back."""
        undone = {each.undoes for each in self.backs if each.device == device}
        return [each for each in self.today(self.bookings, device) if each.trace not in undone]

    def closes_day(self, device, key):
        """What the terminal says of its day, which ends by that; asked again it says the same.

        What it took back today it leaves out with its reversal. Every other day it lists its transactions.
        """
        if key not in self.days:
            standing = self._standing(device)
            alone = [each for each in self.today(self.backs, device) if each.undoes is None]
            amount = sum(each.amount for each in standing) - sum(each.amount for each in alone)
            listed = [CardReceipt(amount=each.amount, trace=each.trace) for each in [*standing, *alone]]
            lists = listed if len(self.days) % 2 else None
            self.days[key] = {"count": len(listed), "amount": max(0, amount), "receipts": lists}
            self.closed[device] = self.traces[device]
        return self.days[key]
