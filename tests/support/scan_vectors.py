"""Makes `tests/kiosk/scan_vectors.json`: what scanners read of cards and codes, of people who do not exist.

Run it as a program to write the file anew. It is written from the published layouts and shares no code with what it
proves:

- identity card (QR code of the cards since 2021): number | old number | name | birth | sex | address | issued, dates as
  ddmmyyyy. The number (Decree 137/2015/ND-CP, Circular 07/2016/TT-BCA): three digits of the province of birth, one of
  century and sex (0 and 1 for the 20th, 2 and 3 for the 21st, men even), two of the year, six at random;
- health card (decision 1351/QD-BHXH): kind of the insured, benefit, province, number of the person, then name and
  birth; the name in hexadecimal UTF-8. Cards since 2021 begin with the number of the person;
- payment code (EMVCo merchant-presented mode; NAPAS's template 38): tag, length and value one after the other, and at
  the end the CRC of EMVCo's annex: polynomial 1021h, initial value FFFFh.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

FILE = Path(__file__).parents[1] / "kiosk" / "scan_vectors.json"
Vector = dict[str, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody invented. `chance` are the six digits at random, `old` the number of nine digits, if there was one."""

    name: str
    province: str
    born: date
    male: bool
    chance: str
    old: str = ""
    address: str
    issued: date

    @property
    def number(self) -> str:
        """The twelve digits."""
        return f"{self.province}{2 * (self.born.year // 100 - 19) + (not self.male)}{self.born:%y}{self.chance}"


PEOPLE = (
    Person(
        name="Đặng Thuỳ Ngân Hà", province="022", born=date(1962, 2, 3), male=False, chance="700001", old="100700001",
        address="Tổ 5, Khu Rẽ Quạt, Phường Bãi Sậy, Quảng Ninh", issued=date(2021, 5, 17),
    ),
    Person(
        name="Lò Văn Ửng", province="014", born=date(1988, 11, 30), male=True, chance="700002", old="050700002",
        address="Bản Nậm Tưởng, Xã Mường Chờ, Sơn La", issued=date(2021, 12, 1),
    ),
    Person(
        name="Nguyễn Phước Quỳnh Như", province="046", born=date(2001, 1, 1), male=False, chance="700003",
        address="12/3 Đường Không Tên, Phường Vỹ Dạ Mới, Huế", issued=date(2023, 8, 9),
    ),
    Person(
        name="Thạch Sô Phia", province="084", born=date(2010, 7, 19), male=True, chance="700004",
        address="Ấp Giồng Lá, Xã Hoà Mộng, Trà Vinh", issued=date(2024, 6, 30),
    ),
    Person(
        name="Ý", province="001", born=date(1933, 9, 2), male=False, chance="700005",
        address="Thôn Tưởng Tượng, Hà Nội", issued=date(2022, 2, 28),
    ),
)  # fmt: skip

ACCOUNTS = (("970436", "0000700001"), ("970415", "700000000000002"), ("970422", "7003"))
"""Banks by NAPAS's numbers, accounts that are invented."""


def vectors() -> list[Vector]:
    """Return all: text, kind and what the journey needs of it."""
    return [*_cards(), *_health_cards(), *_payments()]


def _cards() -> Iterator[Vector]:
    for person in PEOPLE:
        fields = [
            person.number, person.old, person.name, f"{person.born:%d%m%Y}", "Nam" if person.male else "Nữ",
            person.address, f"{person.issued:%d%m%Y}",
        ]  # fmt: skip
        yield {"text": "|".join(fields), "kind": "citizen_card", "value": person.number}
        yield {"text": "|".join(fields[:-1]), "kind": "citizen_card", "value": person.number}


def _health_cards() -> Iterator[Vector]:
    for place, person in enumerate(PEOPLE):
        insured = f"79{person.chance}{place:02}"
        rest = [person.name.encode().hex(), f"{person.born:%d/%m/%Y}", "1" if person.male else "2"]
        for number in (f"GD4{person.province[1:]}{insured}", insured):
            yield {"text": "|".join([number, *rest, "-", "$"]), "kind": "health_card", "value": None}


def _payments() -> Iterator[Vector]:
    for place, (bank, account) in enumerate(ACCOUNTS):
        receiver = _field("00", bank) + _field("01", account)
        template = _field("00", "A000000727") + _field("01", receiver) + _field("02", "QRIBFTTA")
        amount = [("01", "12"), ("54", str(15_000 * place))] if place else [("01", "11")]
        told = _field("08", f"LE PHI {place}")
        fields = [("00", "01"), *amount, ("38", template), ("53", "704"), ("58", "VN"), ("62", told)]
        text = "".join(_field(tag, value) for tag, value in sorted(fields)) + "6304"
        check = f"{_crc(text.encode()):04X}"
        yield {"text": text + check, "kind": "payment", "value": None}
        yield {"text": text + check.lower(), "kind": "payment", "value": None}
        yield {"text": text.replace(account, account[:-1] + "9") + check, "kind": "unknown", "value": None}


def _field(tag: str, value: str) -> str:
    return f"{tag}{len(value):02}{value}"


def _crc(data: bytes) -> int:
    register = 0xFFFF
    for byte in data:
        register ^= byte << 8
        for _ in range(8):
            register = (register << 1) ^ (0x1021 if register & 0x8000 else 0)
            register &= 0xFFFF
    return register


if __name__ == "__main__":
    FILE.write_text(json.dumps(vectors(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
