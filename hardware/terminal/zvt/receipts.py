"""What a terminal tells of a transaction in our words, and what its last one says of a sale whose end was not seen."""

from dataclasses import dataclass

from hardware.terminal.till import CardReceipt, Prints, Verdict
from hardware.terminal.zvt.codes import DONG, Result
from hardware.terminal.zvt.replies import StatusInformation

TRACES = 1_000_000
"""After 999999 comes 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ZvtSettings:
    """How a terminal was set up. `amount_exponent` is how many decimals it gives an amount: 0, or 2 with dong too."""

    password: int = 0
    amount_exponent: int = 0
    currency: int = DONG
    prints: Prints = Prints.TILL
    ends_day: bool = False
    """Whether its totals are asked by closing its day (end of day) instead of reading them."""
    reverses_any: bool = False
    """Whether it takes back any transaction of the day. Some take back their last one whatever receipt they are told,
    and say that it was the other; so only the last one is taken back unless somebody has tried."""

    def __post_init__(self) -> None:
        """Refuse other decimals. Raises ValueError."""
        if self.amount_exponent not in {0, 2}:
            raise ValueError("a terminal's amounts have 0 or 2 decimals")

    def minor(self, dong: int) -> int:
        """Return an amount as the terminal counts it."""
        return int(dong * 10**self.amount_exponent)

    def dong(self, minor: int | None) -> int | None:
        """Return a terminal's amount in dong, None when it is no whole number of them."""
        whole, rest = divmod(minor or 0, 10**self.amount_exponent)
        return None if minor is None or rest else int(whole)


def receipt_of(info: StatusInformation, settings: ZvtSettings) -> CardReceipt:
    """Return the receipt."""
    return CardReceipt(
        amount=settings.dong(info.amount),
        trace=info.trace,
        number=None if info.receipt is None else f"{info.receipt:04d}",
        approval_code=info.approval,
        last4=info.last4,
        brand=info.brand,
        terminal_id=info.terminal_id,
        merchant_id=info.merchant_id,
        at=info.at,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """A sale whose end was not seen: its amount in minor units, and what is known of the transaction before it."""

    minor: int
    currency: int
    after: int | None
    before: StatusInformation | None = None


def found(last: StatusInformation, sought: Sought, *, idle: bool) -> tuple[Verdict, str | None]:
    """Compare a terminal's last transaction with a sale; `idle`: no other is running. A word says why it is in doubt.

    The same trace as before means that nothing has happened since. A smaller one proves nothing: the terminal may have
    been exchanged or set up anew.
    """
    if sought.before is not None and not _same_terminal(sought.before, last):
        return Verdict.IN_DOUBT, "terminal"
    if last.trace is None:
        return Verdict.IN_DOUBT, "trace"
    if last.trace == sought.after:
        return (Verdict.NOT_STARTED, None) if idle else (Verdict.IN_DOUBT, "busy")
    if not newer(last.trace, sought.after):
        return Verdict.IN_DOUBT, "trace"
    if last.amount != sought.minor or last.currency not in {None, sought.currency}:
        return Verdict.IN_DOUBT, "amount"
    return _of_its_result(last, sought)


def _of_its_result(last: StatusInformation, sought: Sought) -> tuple[Verdict, str | None]:
    good = last.result == Result.SUCCESS
    if last.original_trace is not None:
        undone = good and newer(last.original_trace, sought.after)
        return (Verdict.CANCELLED, "reversed") if undone else (Verdict.IN_DOUBT, "reversal")
    if good:
        return Verdict.APPROVED, None
    if last.result is not None and last.trace == (sought.after or 0) % (TRACES - 1) + 1:
        return Verdict.DECLINED, None
    return Verdict.IN_DOUBT, "result"


def undone(
    last: StatusInformation, receipt: CardReceipt, *, after: int | None, idle: bool
) -> tuple[Verdict, str | None]:
    """Compare a terminal's last transaction with a reversal of `receipt` whose end was not seen.

    Only one that names the trace of the transaction as its original is the reversal. The terminal has done nothing
    when its last one is still that of before.
    """
    if None not in {receipt.terminal_id, last.terminal_id} and receipt.terminal_id != last.terminal_id:
        return Verdict.IN_DOUBT, "terminal"
    if takes_back(last, receipt):
        return Verdict.APPROVED, None
    if last.trace is None or last.trace != after:
        return Verdict.IN_DOUBT, "trace"
    return (Verdict.NOT_STARTED, None) if idle else (Verdict.IN_DOUBT, "busy")


def takes_back(last: StatusInformation, receipt: CardReceipt) -> bool:
    """Say whether a transaction is the reversal of that of the receipt, and a good one."""
    names = last.original_trace is not None and last.original_trace == receipt.trace
    return names and last.result in {None, Result.SUCCESS}


def newer(trace: int, than: int | None) -> bool:
    """Say whether a trace was given later than another; they start again after 999999."""
    return than is None or 0 < (trace - than) % (TRACES - 1) < TRACES // 2


def _same_terminal(before: StatusInformation, last: StatusInformation) -> bool:
    """Say whether two transactions can be of one terminal: by its number and by its own clock."""
    if None not in {before.terminal_id, last.terminal_id} and before.terminal_id != last.terminal_id:
        return False
    if before.at is None or last.at is None or before.at[:2] != last.at[:2] or _new_year(before.at, last.at):
        return True
    return before.at <= last.at


def _new_year(before: str, last: str) -> bool:
    """Say whether a date without a year went from December to January."""
    return before.startswith("--12") and last.startswith("--01")
