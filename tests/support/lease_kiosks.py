"""Kiosks that give numbers of their reserve while they have lost the server."""

from sqlalchemy import text

from queue_server.domain.ids import ticket_id
from queue_server.domain.lease import Given
from queue_server.domain.numbering import Series, service_day
from queue_server.store.moments import to_ms
from queue_server.store.schema_devices import DeviceRow
from queue_server.store.unit import Unit
from queue_server.usecases.leasing import lease_numbers
from queue_server.usecases.offline import take_in

ZONE = "Asia/Ho_Chi_Minh"
CODES = {"birth": "A", "marriage": "A", "deed": "B"}


def set_reserve(hall, *, size=199):
    """Give both lines a reserve that begins at 801."""
    with Unit(hall.store) as unit:
        unit.connection.execute(
            text("UPDATE line SET last_number = 800, reserve_first = 801, reserve_last = :last"), {"last": 800 + size}
        )
        unit.connection.execute(text("UPDATE centre SET version = version + 1"))


class Kiosk:
    """A kiosk as its agent will be: it keeps its leases and what it gave, and tells it until it was answered."""

    def __init__(self, hall, device_id):
        self.hall = hall
        self.device_id = device_id
        self.leases = []
        self.used = set()
        self.untold = []
        self.offline = []

    @classmethod
    def approved(cls, hall, device_id):
        with Unit(hall.store) as unit:
            unit.session.add(
                DeviceRow(
                    id=device_id, centre_id=hall.centre_id, hall_id=1, kind="kiosk", name=device_id, settings="{}",
                    parts="[]", approved_at=0,
                )
            )  # fmt: skip
        return cls(hall, device_id)

    def renews(self, numbers=20):
        self.leases = self.hall.commands(
            lambda unit: lease_numbers(
                unit, centre_id=self.hall.centre_id, device_id=self.device_id, numbers=numbers, at=self.hall.at
            )
        )["leases"]
        return self.leases

    def gives(self, service="birth", *, priority=None, told=None):
        """Print the next number that it holds today; None when there is none left."""
        today = service_day(self.hall.at, ZONE).isoformat()
        for lease in self.leases:
            if lease["letter"] != CODES[service] or lease["day"] != today:
                continue
            for number in range(lease["first"], lease["last"] + 1):
                label = Series(letter=lease["letter"], digits=lease["digits"]).label(number)
                if (today, label) not in self.used:
                    self.used.add((today, label))
                    return self.writes(today, label, service, priority, told)
        return None

    def writes(self, day, label, service="birth", priority=None, told=None, id_=None):
        at = self.hall.at
        chance = (next(self.hall.chances) + 1_000_000).to_bytes(10, "big")
        given = Given(
            id=id_ or ticket_id(milliseconds=to_ms(at), chance=chance), day=day, label=label, service=service,
            language="vi", priority=priority, issued_at=told or at.isoformat(timespec="milliseconds"),
        )  # fmt: skip
        self.untold.append(given)
        self.offline.append(given)
        return given

    def tells(self, tickets=None, *, forgets=True):
        """Upload; with `forgets` False the answer is lost on its way back."""
        told = list(self.untold if tickets is None else tickets)
        answer = self.hall.commands(
            lambda unit: take_in(
                unit,
                centre_id=self.hall.centre_id,
                device_id=self.device_id,
                tickets=told,
                public_url="http://motcua.test",
                at=self.hall.at,
            )
        )["tickets"]
        if forgets:
            self.untold = [each for each in self.untold if each not in told]
        return answer
