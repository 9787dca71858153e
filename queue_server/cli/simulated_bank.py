"""A bank, and a provider that tells of its credits: what SePay and payOS would send, and what goes wrong on the way."""

import html
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from heapq import heappop, heappush
from itertools import count
from random import Random
from threading import Lock

from hardware.simulators.device_page import button
from hardware.simulators.serial_device import change_switches
from queue_server.cli.bank_letters import Transfer, payos_letter, sepay_letter
from queue_server.cli.bank_list import Listing, listing
from queue_server.domain.money_errors import NotVietQr
from queue_server.domain.vietqr import read_vietqr

GAPS = (1, 1, 2, 3, 5, 8, 13)
"""Minutes until the next try, seven times (developer.sepay.vn: like Fibonacci's numbers, 33 minutes in all)."""
WRONG_SECRET = b"of somebody else"
SHOWN = 20

Send = Callable[[str, bytes, Mapping[str, str]], bool]
"""Post a body with headers to a path; whether it was answered with {"success": true}."""


@dataclass(slots=True)
class BankFaults:
    """What can go wrong with a transfer or with the word of it; set and cleared while the bank runs."""

    less: bool = False
    """The payer sends 1,000 dong less."""
    more: bool = False
    """The payer sends 1,000 dong more."""
    wrong_text: bool = False
    """The payer writes a text of their own."""
    late: bool = False
    """The word waits for `release`."""
    out_of_order: bool = False
    """The word waits until that of the next transfer has gone."""
    twice: bool = False
    """The word is sent twice."""
    wrong_signature: bool = False
    lost_answer: bool = False
    """The server's answer does not come back, so that the word is sent again."""
    list_busy: bool = False
    """Whoever asks for the list is told to come later (429)."""
    list_garbage: bool = False
    list_gaps: bool = False
    """Each list lacks some transfers."""
    list_twice: bool = False
    list_shuffled: bool = False


class SimulatedBank:
    """Takes transfers and tells a server of them. `tick` sends what is due; everything may come from any thread.

    `form` is how the word is written ("sepay" or "payos"), `minute` how many seconds a minute between two tries lasts.
    """

    title = "Simulated bank"
    changes_by_itself = False

    def __init__(
        self, *, form: str, secret: bytes, send: Send, now: Callable[[], datetime], minute: float = 60, first: int = 1
    ) -> None:
        self.faults = BankFaults()
        self.transfers: list[Transfer] = []
        self.said: list[str] = []
        self._letter = {"sepay": sepay_letter, "payos": payos_letter}[form]
        self._secret, self._send, self._now, self._minute = secret, send, now, minute
        self._numbers, self._turns = count(first), count()
        self._due: list[tuple[float, int, int, Transfer]] = []
        self._held: list[Transfer] = []
        self._behind: list[Transfer] = []
        self._lock = Lock()
        self._chance = Random(first)  # noqa: S311 - of a simulation

    @property
    def waiting(self) -> int:
        """How many words are still to be sent or held back."""
        return len(self._due) + len(self._held) + len(self._behind)

    def pay(self, *, account: str, amount: int, text: str) -> Transfer:
        """Transfer money as the faults say; the word of it goes out at the next tick."""
        with self._lock:
            number = next(self._numbers)
            amount += (1_000 if self.faults.more else 0) - (1_000 if self.faults.less else 0)
            transfer = Transfer(
                number=number,
                reference=f"FT{self._now():%y%j}{number:06}",
                account=account,
                amount=max(amount, 1),
                text="chuyen tien"
                if self.faults.wrong_text
                else f"MBVCB.{number}.{text}.CT tu 0011001234567 toi {account}",
                at=self._now(),
            )
            self.transfers.append(transfer)
            self._tell(transfer)
        return transfer

    def scan(self, payload: str) -> Transfer:
        """Pay what a VietQR asks for. Raises ValueError of what is none, or has no amount."""
        try:
            asked = read_vietqr(payload.strip())
        except NotVietQr as error:
            raise ValueError(f"no VietQR: {error.facts['field']}") from None
        if asked.amount is None:
            raise ValueError("the code has no amount")
        return self.pay(account=asked.account.number, amount=asked.amount, text=asked.purpose)

    def release(self) -> None:
        """Let all that was held back go, the youngest first."""
        with self._lock:
            for transfer in reversed([*self._behind, *self._held]):
                self._put(transfer)
            self._held.clear()
            self._behind.clear()

    def tick(self, now: float) -> None:
        """Send what is due by this moment, in seconds of a clock that only grows."""
        while True:
            with self._lock:
                if not self._due or self._due[0][0] > now:
                    return
                _, _, tries, transfer = heappop(self._due)
                faults = asdict(self.faults)
            self._say(transfer, tries, faults, now)

    def _say(self, transfer: Transfer, tries: int, faults: Mapping[str, bool], now: float) -> None:
        secret = WRONG_SECRET if faults["wrong_signature"] else self._secret
        path, body, headers = self._letter(transfer, secret, self._now())
        heard = self._send(path, body, headers) and not faults["lost_answer"]
        with self._lock:
            outcome = "done" if heard else "no answer"
            self.said.append(f"{transfer.reference} {transfer.amount} try {tries + 1}: {outcome}")
            if not heard and tries < len(GAPS):
                heappush(self._due, (now + GAPS[tries] * self._minute, next(self._turns), tries + 1, transfer))

    def _tell(self, transfer: Transfer) -> None:
        if self.faults.late:
            self._held.append(transfer)
            return
        if self.faults.out_of_order and not self._behind:
            self._behind.append(transfer)
            return
        for _ in range(2 if self.faults.twice else 1):
            self._put(transfer)
        while self._behind:
            self._put(self._behind.pop())

    def _put(self, transfer: Transfer) -> None:
        heappush(self._due, (float("-inf"), next(self._turns), 0, transfer))

    def listed(self, asked: Mapping[str, str]) -> Listing:
        """Answer a question for the list (`bank_listing.asked_for`); what is held back does not stand in it yet."""
        with self._lock:
            told = [each for each in self.transfers if each not in self._held and each not in self._behind]
            return listing(told, asked, asdict(self.faults), chance=self._chance)

    def change(self, changes: Mapping[str, object]) -> None:
        """Set faults. Raises ValueError."""
        with self._lock:
            change_switches(self.faults, changes)

    def state(self) -> dict[str, object]:
        """Return what the page and scripts see."""
        with self._lock:
            transfers = [asdict(each) | {"at": each.at.isoformat()} for each in self.transfers]
            return {"faults": asdict(self.faults), "transfers": transfers, "said": self.said, "waiting": self.waiting}

    def deed(self, name: str, given: Mapping[str, object]) -> None:
        """`pay` a VietQR ("payload") or an "account", "amount" and "text", or `release`. Raises ValueError."""
        if name == "release":
            self.release()
        elif name == "pay" and "payload" in given:
            self.scan(str(given["payload"]))
        elif name == "pay":
            account, amount = str(given.get("account", "")), int(str(given.get("amount", "")))
            if not account or amount <= 0:
                raise ValueError("account and amount")
            self.pay(account=account, amount=amount, text=str(given.get("text", "")))
        else:
            raise ValueError(name)

    def page(self) -> str:
        """Return the bank's app and what was said."""
        said = "".join(f"<li>{html.escape(each)}</li>" for each in self.said[-SHOWN:])
        return (
            '<section><form method="post" action="/deed/pay"><label>VietQR <input name="payload" size="90"></label>'
            f"<button>Pay</button></form>{button('release', 'Release what is held')}</section>"
            f"<p>{self.waiting} to be told</p><ul>{said}</ul>"
        )
