"""Dossiers whose fee is due, put into a centre's database as a clerk at a counter does."""

import json
import secrets
from datetime import UTC, datetime
from itertools import count

from sqlalchemy import text

from queue_server.domain.catalogue import ChannelKind
from queue_server.domain.charge import Charge
from queue_server.domain.ids import fingerprint
from queue_server.domain.payment import Method
from queue_server.domain.vietqr import Account
from queue_server.store.dossiers import see_dossier
from queue_server.store.engine import Store
from queue_server.store.payments import save_account
from queue_server.store.schema_devices import DeviceRow
from queue_server.store.unit import Unit
from queue_server.usecases import charging, paying

ACCOUNT = Account(bank="970436", number="1019333430")
CENTRE, HALL, PROCEDURE = 1, 1, "2.000815"
_HAS_FEE = "SELECT 1 FROM fee_rule WHERE centre_id = 1 AND procedure_code = :code AND channel = 'counter'"
_PROCEDURE = (
    "INSERT INTO procedure (centre_id, code, name, short_name, field, levels, agency, channels, documents, url)"
    " VALUES (1, :code, 'Chứng thực bản sao', 'Chứng thực bản sao', 'Chứng thực', '[]', '', :terms, '', '')"
)
_RULE = (
    "INSERT INTO fee_rule (centre_id, procedure_code, channel, kind, name, unit, tiers, most, exempt, basis,"
    " valid_from, proposed_at, approved_at) VALUES (1, :code, 'counter', 'phi', 'Phí chứng thực', 'trang',"
    " '[[1, 2000], [3, 1000]]', 200000, '{}', 'Thông tư 226/2016/TT-BTC', 700000, 1, 2)"
)
_SPARED = "UPDATE fee_rule SET exempt = :exempt WHERE centre_id = 1 AND procedure_code = :code"
_NAMED = (
    "UPDATE dossier SET channel = :channel, procedure_id ="
    " (SELECT id FROM procedure WHERE centre_id = 1 AND code = :procedure) WHERE id = :id"
)


def price(unit: Unit) -> None:
    """Give the centre one procedure, what it costs, and an account.

    A demonstration's own procedure and fee of that code stay, but that the poor are spared it.
    """
    if unit.connection.execute(text(_HAS_FEE), {"code": PROCEDURE}).first() is None:
        terms = json.dumps([{"kind": "counter", "duration": 3.0, "unit": "working_day"}])
        unit.connection.execute(text(_PROCEDURE), {"code": PROCEDURE, "terms": terms})
        unit.connection.execute(text(_RULE), {"code": PROCEDURE})
    unit.connection.execute(text(_SPARED), {"code": PROCEDURE, "exempt": '{"poor": 100}'})
    save_account(unit.connection, ACCOUNT, centre_id=CENTRE, holder="TRUNG TAM PVHCC QUANG NINH")


def take_in(unit: Unit, code: str, *, at: datetime) -> None:
    """See a dossier and say that it is of that procedure."""
    seen = see_dossier(unit.connection, centre_id=CENTRE, code=code, at=at)
    facts = {"channel": ChannelKind.COUNTER.value, "procedure": PROCEDURE, "id": seen.id}
    unit.connection.execute(text(_NAMED), facts)


def some_clerk(unit: Unit) -> int:
    """Return the id of somebody of the centre."""
    found = unit.connection.execute(text("SELECT min(id) FROM staff WHERE centre_id = 1")).scalar_one()
    return int(found)


class DueFees:
    """A centre with one procedure, what it costs, and an account; one more process over the same database."""

    def __init__(self, url: str) -> None:
        self._store, self._serial = Store(url), count(1)
        with Unit(self._store) as unit:
            self._clerk = some_clerk(unit)
            price(unit)

    def close(self) -> None:
        """Give the database back."""
        self._store.close()

    def kiosk(self, name: str) -> str:
        """Approve a kiosk of that name; return its token."""
        return self._device(name, "kiosk", '{"pixels_per_mm": 4.03}')

    def terminal(self, name: str, *, counter: int) -> str:
        """Approve a card terminal of that name for a counter; return its token."""
        return self._device(name, "terminal", f'{{"counters": [{counter}]}}')

    def _device(self, name: str, kind: str, settings: str) -> str:
        token = secrets.token_urlsafe(32)
        with Unit(self._store) as unit:
            unit.session.add(
                DeviceRow(
                    id=name, centre_id=CENTRE, hall_id=HALL, kind=kind, name=name, token_hash=fingerprint(token),
                    settings=settings, parts="[]", approved_at=0,
                )
            )  # fmt: skip
        return token

    def dossier(self) -> str:
        """Return the code of a dossier for which nothing is charged yet."""
        code = f"H49.22-261126-{next(self._serial):04}"
        with Unit(self._store) as unit:
            take_in(unit, code, at=datetime.now(UTC))
        return code

    def due(self, quantity: int = 10, group: str | None = None) -> str:
        """Return the code of a dossier that costs something, or for `group` "poor" nothing."""
        code = self.dossier()
        self._charge(code, quantity, group)
        return code

    def by_card(self, terminal: str) -> str:
        """Return the code of a dossier whose fee the card terminal of that name is to take."""
        code = self.dossier()
        charge = self._charge(code, 1, None)
        with Unit(self._store) as unit:
            device = unit.connection.execute(text("SELECT id FROM device WHERE name = :name"), {"name": terminal})
            paying.begin_payment(
                unit, centre_id=CENTRE, staff_id=self._clerk, charge_id=charge.id, method=Method.CARD,
                device_id=str(device.scalar_one()), at=datetime.now(UTC),
                chance=secrets.token_bytes(paying.CHANCE_BYTES),
            )  # fmt: skip
        return code

    def _charge(self, code: str, quantity: int, group: str | None) -> Charge:
        with Unit(self._store) as unit:
            return charging.raise_charge(
                unit, centre_id=CENTRE, clerk_id=self._clerk, code=code, quantity=quantity, group=group,
                at=datetime.now(UTC), chance=secrets.token_bytes(charging.ID_BYTES),
            )  # fmt: skip

    def payments(self, code: str) -> list[tuple[str, int]]:
        """Return state and amount of each attempt to pay for a dossier, the oldest first."""
        with self._store.reading() as connection:
            rows = connection.execute(
                text(
                    "SELECT p.state, p.amount FROM payment p JOIN charge c ON c.id = p.charge_id"
                    " JOIN dossier d ON d.id = c.dossier_id WHERE d.code = :code ORDER BY p.created_at, p.id"
                ),
                {"code": code},
            )
            return [(row[0], row[1]) for row in rows]
