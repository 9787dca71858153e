"""A provider's list of transfers, asked for by ourselves: SePay's GET /userapi/transactions/list (docs.sepay.vn).

`transactions` holds, newest first, `id`, `account_number`, `transaction_date`, `amount_in` ("18067000.00", 0 of what
went out), `transaction_content` and `reference_number`. Other members are not read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from queue_server.domain.bank_cells import amount_of
from queue_server.domain.bank_credit import BankCredit
from queue_server.domain.bank_words import ZONE, bank_moment, plain

PROVIDER = "sepay-list"
"""A provider of its own: its names for transfers need not be those of the webhooks."""
LIMIT = 5_000
"""The most transfers of one answer."""
OVERLAP = timedelta(days=3)
"""Asked for again each time, for what the bank told the provider late."""
FIRST = timedelta(days=7)
"""Asked for when nothing was heard yet."""
EVERY = 20.0
LONGEST_WAIT = 600.0
"""Seconds between two questions, and the most after many that failed."""


class NoList(Exception):
    """The answer is no list of transfers. The argument says why; `wait` are the seconds that the provider asked for."""

    def __init__(self, why: str, *, wait: float | None = None) -> None:
        super().__init__(why)
        self.wait = wait


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """The credits of a list, how many lines could not be read, and whether there may be more before `oldest`."""

    credits: tuple[BankCredit, ...]
    unreadable: int
    oldest: datetime | None
    full: bool


def asked_for(account: str, *, since: datetime, until: datetime | None) -> Mapping[str, str]:
    """Return the query for an account's transfers from one moment, up to another."""
    asked = {"account_number": account, "transaction_date_min": _local(since), "limit": str(LIMIT)}
    return asked if until is None else asked | {"transaction_date_max": _local(until)}


def since_when(heard_at: datetime | None, at: datetime) -> datetime:
    """Return from when on a list is asked for."""
    return at - FIRST if heard_at is None else heard_at - OVERLAP


def wait_after(failures: int, asked: float | None) -> float:
    """Return the seconds until the next question, after so many in a row that failed."""
    return max(min(EVERY * 2.0 ** min(failures, 10), LONGEST_WAIT), min(asked or 0.0, LONGEST_WAIT))


def read_listing(told: object, *, account: str) -> Listed:
    """Read an answer; lines of other accounts and money that went out are passed over. Raises NoList."""
    lines = told.get("transactions") if isinstance(told, Mapping) else None
    if not isinstance(lines, Sequence) or isinstance(lines, str):
        raise NoList("no list")
    read = [_line(line, account) for line in lines]
    credits = tuple(each for each in read if isinstance(each, BankCredit))
    moments = [moment for line in lines if (moment := _moment(line)) is not None]
    return Listed(
        credits=credits,
        unreadable=sum(each is False for each in read),
        oldest=min(moments, default=None),
        full=len(lines) >= LIMIT,
    )


def _line(line: object, account: str) -> BankCredit | bool:
    """Return a credit, True of what is none, False of what cannot be read."""
    at = _moment(line)
    if not isinstance(line, Mapping) or at is None:
        return False
    name, amount_in = plain(str(line.get("id") or "")), line.get("amount_in")
    try:
        amount = amount_of(amount_in if isinstance(amount_in, str | int | float) else "?")
    except ValueError:
        return False
    if amount <= 0 or line.get("account_number") != account:
        return True
    if not name:
        return False
    return BankCredit(
        provider=PROVIDER,
        reference=name[:100],
        account=account,
        amount=amount,
        text=plain(str(line.get("transaction_content") or ""))[:2_000],
        at=at,
        bank_reference=plain(str(line.get("reference_number") or ""))[:100] or None,
    )


def _moment(line: object) -> datetime | None:
    try:
        return bank_moment(str(line["transaction_date"])) if isinstance(line, Mapping) else None
    except (KeyError, ValueError, OverflowError):
        return None


def _local(moment: datetime) -> str:
    return f"{moment.astimezone(ZONE):%Y-%m-%d %H:%M:%S}"
