"""A simulated terminal of the "60" dialect, as a kit says that it is."""

from collections.abc import Callable, Mapping

from hardware.simulators.acknowledged_terminal import CARD, AcknowledgedTerminal
from hardware.simulators.bookings import Booking, Bookings
from hardware.simulators.cardholder import Cardholder
from hardware.simulators.line import Line
from hardware.simulators.terminal import USUAL, Manner
from hardware.terminal.sixty.frame import TlvMessage, TlvParser
from hardware.terminal.sixty.kit import AMOUNT_DIGITS, Kit
from hardware.terminal.till import Progress

BAUD = 9_600
DECLINED, WRONG_PIN, UNKNOWN = "05", "55", "25"
"""Response codes of ISO 8583: do not honour, wrong PIN, no such record."""
ROOMY = ("approval", "text", "terminal", "merchant", "brand")
"""Fields that may say more than they are for. The others are what a sale is known by."""
TELLS = Mapping[str, str]


class SimulatedSixtyTerminal(AcknowledgedTerminal[TlvMessage, TlvMessage]):
    """The terminal. It answers with every field that the kit names; responses of its own where the kit names none."""

    title = 'Simulated card terminal ("60" dialect)'

    def __init__(
        self,
        line: Line,
        bookings: Bookings,
        kit: Kit,
        *,
        manner: Manner = USUAL,
        baud: int = BAUD,
        tell: Callable[[str], None] = print,
    ) -> None:
        kit.check_complete()
        super().__init__(line, bookings, TlvParser, manner=manner, baud=baud, tell=tell)
        self.kit = kit

    def asked(self, said: TlvMessage) -> TlvMessage | None:
        """Take a command that the kit names; another is refused."""
        name = next((name for name, code in self.kit.codes.items() if code == said.code), None)
        if name is None or said.reply:
            self.refuse()
            return None
        self.take()
        values = self.kit.values(said)
        if name == "sale":
            return said
        booking = self._voided(values) if name == "void" else self._found(values)
        self.say(self._told(name, booking) if booking is not None else self._reply(name, self._unknown, {}))
        return None

    def progress(self, sale: TlvMessage, step: Progress) -> bytes | None:  # noqa: ARG002 - nothing is known to tell
        """Return nothing: the dialect is not known to tell of steps."""
        return None

    def ended(self, sale: TlvMessage) -> bytes:
        """Return the reply."""
        values = self.kit.values(sale)
        amount, reference = self.kit.dong(values.get("amount")) or 0, values.get("reference", "")
        if self.cardholder is not Cardholder.APPROVE:
            return self._reply("sale", self._response(), {"reference": reference, "amount": self._digits(amount)})
        booking = self.bookings.book(
            amount=amount + self.faults.other_amount,
            reference="OTHER" if self.faults.other_reference else reference,
        )
        self.tell(f"booked {booking.amount} for {booking.reference}")
        return self._told("sale", booking)

    @property
    def _unknown(self) -> str:
        return min(self.kit.unknown, default=UNKNOWN)

    def _response(self) -> str:
        if self.cardholder in {Cardholder.CANCEL, Cardholder.TIMEOUT} and self.kit.cancelled:
            return min(self.kit.cancelled)
        return WRONG_PIN if self.cardholder is Cardholder.WRONG_PIN else DECLINED

    def _found(self, values: TELLS) -> Booking | None:
        mine = [each for each in self.bookings.standing if each.reference == values.get("reference")]
        return mine[-1] if mine else None

    def _voided(self, values: TELLS) -> Booking | None:
        trace = values.get("trace", "")
        booking = self.bookings.of(int(trace)) if trace.isdigit() else None
        if booking is None or booking.taken_back:
            return None
        self.bookings.take_back(booking.trace)
        return booking

    def _told(self, name: str, booking: Booking) -> bytes:
        year, month, day = booking.at[:10].split("-")
        values = {
            "amount": self._digits(booking.amount),
            "reference": booking.reference,
            "approval": booking.approval_code,
            "trace": f"{booking.trace:06}",
            "text": "APPROVED",
            "terminal": "MOTCUA01",
            "merchant": "000000000000001",
            "card": f"************{booking.last4}",
            "brand": booking.brand,
            "date": year[2:] + month + day,
            "time": booking.at[11:19].replace(":", ""),
        }
        if self.faults.unmasked:
            values |= {each: f"{values.get(each, '')} {CARD}".strip() for each in ROOMY} | {"card": CARD}
        return self._reply(name, min(self.kit.approved), values)

    def _reply(self, name: str, response: str, values: TELLS) -> bytes:
        fields = tuple((self.kit.fields[each], value) for each, value in values.items() if each in self.kit.fields)
        return TlvMessage(code=self.kit.codes[name], response=response, reply=True, fields=fields).to_bytes()

    def _digits(self, amount: int) -> str:
        return str(amount * 10**self.kit.decimals).zfill(AMOUNT_DIGITS)
