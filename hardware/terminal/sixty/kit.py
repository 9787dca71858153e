"""What an acquirer's kit says of its "60" dialect, as a table: no specification is public, and banks differ."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from hardware.errors import HardwareError
from hardware.terminal.acknowledged import ACK_SECONDS, Byte
from hardware.terminal.sixty.frame import TlvMessage
from hardware.terminal.till import LARGEST_AMOUNT

AMOUNT_DIGITS = 12
MOST_BLANKS = 8
ANSWER_SECONDS = 150.0
MOST_SECONDS = 600.0
NEEDED_CODES = ("sale", "retrieve")
NEEDED_FIELDS = ("amount", "reference", "approval")
MORE_CODES = ("void",)
MORE_FIELDS = ("trace", "text", "terminal", "merchant", "card", "brand", "date", "time")
RESPONSES = ("approved", "cancelled", "unknown")
SECONDS = ("acknowledged", "answered")
TWO = re.compile(r"[0-9A-Z]{2}")


class KitIncomplete(HardwareError):
    """The kit does not name what is to be said; the message says what is missing."""

    code = "terminal.kit_incomplete"


class KitWrong(HardwareError):
    """The kit's table says something that cannot be; the message says where."""

    code = "terminal.kit_wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """Codes by what they do, fields by what they hold, decimals of an amount, responses by what they mean.

    `approved` are the responses of a transaction that succeeded; `cancelled` those by which nobody's bank was asked;
    `unknown` those to "retrieve" by which the terminal has no such transaction.
    """

    codes: Mapping[str, str]
    fields: Mapping[str, str]
    decimals: int
    approved: frozenset[str] = frozenset({"00"})
    cancelled: frozenset[str] = frozenset()
    unknown: frozenset[str] = frozenset()
    ack_seconds: float = ACK_SECONDS
    answer_seconds: float = ANSWER_SECONDS
    _names: Mapping[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Turn the fields round, to read messages by."""
        object.__setattr__(self, "_names", {letters: name for name, letters in self.fields.items()})

    @classmethod
    def from_toml(cls, written: str) -> Self:
        """Read a kit's file (packaging/terminal-kit.toml is one to fill in). Raises KitWrong."""
        try:
            table = tomllib.loads(written)
        except tomllib.TOMLDecodeError as error:
            raise KitWrong(str(error)) from error
        _known(table, ("decimals", "codes", "fields", "responses", "seconds"), "the kit")
        waits = _seconds(_table(table, "seconds", SECONDS))
        return cls(
            codes=_letters(_table(table, "codes", NEEDED_CODES + MORE_CODES), "codes"),
            fields=_letters(_table(table, "fields", NEEDED_FIELDS + MORE_FIELDS), "fields"),
            decimals=_decimals(table.get("decimals")),
            **_responses(_table(table, "responses", RESPONSES)),
            ack_seconds=waits.get("acknowledged", ACK_SECONDS),
            answer_seconds=waits.get("answered", ANSWER_SECONDS),
        )

    def check_complete(self) -> None:
        """Raise KitIncomplete naming all that is missing, without which no driver stands."""
        missing = [f"code of {name}" for name in NEEDED_CODES if name not in self.codes]
        missing += [f"field of {name}" for name in NEEDED_FIELDS if name not in self.fields]
        missing += [] if self.unknown else ["responses of unknown"]
        if missing:
            raise KitIncomplete(", ".join(missing))

    def sale(self, *, amount: int, reference: str) -> TlvMessage:
        """Return the request to sell. `amount` is in dong. Raises KitIncomplete and ValueError.

        Blanks behind the reference keep the LRC from being STX, ACK or NAK: when the cable is pulled before it, the
        first byte of the next command would complete the sale (decision 043).
        """
        if not 0 < amount <= LARGEST_AMOUNT:
            raise ValueError("an amount has up to nine digits")
        digits = str(amount * 10**self.decimals).zfill(AMOUNT_DIGITS)
        padded = (reference.ljust(len(reference) + blanks) for blanks in range(MOST_BLANKS))
        requests = (self.request("sale", amount=digits, reference=each) for each in padded)
        return next(each for each in requests if each.to_bytes()[-1] not in {Byte.STX, Byte.ACK, Byte.NAK})

    def request(self, name: str, **values: str) -> TlvMessage:
        """Return a request with these fields. Raises KitIncomplete."""
        return TlvMessage(
            code=self._code(name), fields=tuple((self._field(each), value) for each, value in values.items())
        )

    def value(self, message: TlvMessage, name: str) -> str | None:
        """Return what a message says under a name; None when it does not. Raises KitIncomplete."""
        return dict(message.fields).get(self._field(name))

    def values(self, message: TlvMessage) -> dict[str, str]:
        """Return all that a message says under names that the kit has, without blanks around it."""
        said = {self._names[letters]: value.strip() for letters, value in message.fields if letters in self._names}
        return {name: value for name, value in said.items() if value}

    def dong(self, digits: str | None) -> int | None:
        """Return the dong that an amount's digits are; None for what is none, a part of a dong included."""
        if digits is None or not (digits.isascii() and digits.isdigit()):
            return None
        amount, rest = divmod(int(digits), 10**self.decimals)
        return None if rest else amount

    def answers(self, name: str, message: TlvMessage) -> bool:
        """Say whether a message is a reply to that request. Raises KitIncomplete."""
        return message.reply and message.code == self._code(name)

    def _code(self, name: str) -> str:
        if name not in self.codes:
            raise KitIncomplete(f"code of {name}")
        return self.codes[name]

    def _field(self, name: str) -> str:
        if name not in self.fields:
            raise KitIncomplete(f"field of {name}")
        return self.fields[name]


SEEN = Kit(codes={"sale": "20", "retrieve": "71"}, fields={"amount": "40"}, decimals=2)
"""What two independent till programs agree on. Void, settlement and the fields of a reply differ from bank to bank."""


def _table(table: Mapping[str, Any], name: str, known: tuple[str, ...]) -> Mapping[str, Any]:
    found = table.get(name, {})
    if not isinstance(found, dict):
        raise KitWrong(f"{name} is no table")
    _known(found, known, name)
    return found


def _known(table: Mapping[str, Any], known: tuple[str, ...], where: str) -> None:
    for name in table:
        if name not in known:
            raise KitWrong(f"{where} has {name}; there are {', '.join(known)}")


def _letters(table: Mapping[str, Any], where: str) -> dict[str, str]:
    for name, letters in table.items():
        if not isinstance(letters, str) or not TWO.fullmatch(letters):
            raise KitWrong(f"{where}.{name} is two digits or capital letters")
    if len(set(table.values())) != len(table):
        raise KitWrong(f"{where} has the same letters twice")
    return dict(table)


def _responses(table: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    for name, responses in table.items():
        if not isinstance(responses, list) or not all(
            isinstance(each, str) and TWO.fullmatch(each) for each in responses
        ):
            raise KitWrong(f"responses.{name} is a list of two digits each")
    found = {name: frozenset(responses) for name, responses in table.items()}
    if sum(map(len, found.values())) != len(frozenset().union(*found.values())):
        raise KitWrong("a response means one thing only")
    return found


def _seconds(table: Mapping[str, Any]) -> dict[str, float]:
    for name, seconds in table.items():
        if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 < seconds <= MOST_SECONDS:
            raise KitWrong(f"seconds.{name} is up to {MOST_SECONDS:.0f}")
    return {name: float(seconds) for name, seconds in table.items()}


def _decimals(given: object) -> int:
    if given not in (0, 2) or isinstance(given, bool):
        raise KitWrong("decimals is 0 or 2: how many digits of an amount stand behind the dong")
    return int(str(given))
