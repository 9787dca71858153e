"""What a till tells a terminal to do (PA00P015, chapter 2)."""

from dataclasses import dataclass

from hardware.terminal.zvt import bmp
from hardware.terminal.zvt.apdu import Apdu
from hardware.terminal.zvt.codes import Bmp, Code
from hardware.terminal.zvt.tlv import tags, to_tag

PASSWORD_BYTES = 3
LARGEST_MINOR = 10**12 - 1
"""Twelve digits of an amount, in the terminal's minor units."""
WITH_PASSWORD = frozenset(
    {
        Code.REGISTRATION, Code.REPEAT_RECEIPT, Code.REVERSAL, Code.REFUND, Code.TURNOVER_TOTALS,
        Code.END_OF_DAY, Code.STATUS_ENQUIRY,
    }
)  # fmt: skip
PERMITTED, ONE_COMMAND = 0x26, 0x0A
BLOCKS = to_tag(PERMITTED, to_tag(ONE_COMMAND, Code.PRINT_BLOCK.to_bytes(2, "big")))
"""The till takes receipts as blocks (06 D3), which say whose they are; without that they come line by line."""
COMMANDS = WITH_PASSWORD | {Code.AUTHORISATION, Code.ABORT, Code.LOG_OFF, Code.DIAGNOSIS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command. Each uses those parts that it has; `amount` is in minor units, `receipt` the receipt's number."""

    code: Code
    password: int = 0
    config: int | None = None
    currency: int | None = None
    amount: int | None = None
    receipt: int | None = None
    blocks: bool = False
    """Of a registration: whether the till takes receipts as blocks."""

    def to_apdu(self) -> Apdu:
        """Return it as a message. Raises ValueError for a part that has too many digits."""
        data = bmp.bcd(self.password, PASSWORD_BYTES) if self.code in WITH_PASSWORD else b""
        if self.code is Code.REGISTRATION:
            currency = b"" if self.currency is None else bmp.bcd(self.currency, 2)
            more = bmp.to_bytes([(Bmp.TLV, BLOCKS)]) if self.blocks else b""
            return Apdu(self.code, data + bytes((self.config or 0,)) + currency + more)
        parts = [(Bmp.RECEIPT, self.receipt, 2), (Bmp.AMOUNT, self.amount, 6), (Bmp.CURRENCY, self.currency, 2)]
        return Apdu(
            self.code,
            data + bmp.to_bytes((field, bmp.bcd(value, size)) for field, value, size in parts if value is not None),
        )

    @classmethod
    def from_apdu(cls, message: Apdu) -> "Command | None":
        """Return what a till asks, None when it is no command known here or it is cut off."""
        if message.code not in COMMANDS:
            return None
        code, data, password = Code(message.code), message.data, 0
        if code in WITH_PASSWORD:
            given = bmp.number(data[:PASSWORD_BYTES]) if len(data) >= PASSWORD_BYTES else None
            if given is None:
                return None
            password, data = given, data[PASSWORD_BYTES:]
        if code is Code.REGISTRATION:
            return cls(
                code=code,
                password=password,
                config=data[0] if data else 0,
                currency=bmp.number(data[1:3]),
                blocks=_takes_blocks(data[3:]),
            )
        found = bmp.fields(data)
        return cls(
            code=code,
            password=password,
            currency=bmp.number(found.get(Bmp.CURRENCY)),
            amount=bmp.number(found.get(Bmp.AMOUNT)),
            receipt=bmp.number(found.get(Bmp.RECEIPT)),
        )


def _takes_blocks(data: bytes) -> bool:
    permitted = dict(tags(bmp.fields(data).get(Bmp.TLV, b""))).get(PERMITTED, b"")
    return any(value == Code.PRINT_BLOCK.to_bytes(2, "big") for _, value in tags(permitted))
