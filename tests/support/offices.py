"""An office manager's hands at the administration of the small hall, and another centre beside it."""

import copy

from queue_server.domain.centre_document import fingerprint_of
from queue_server.store.centre_versions import versions_of
from queue_server.store.schema import CentreRow, CounterRow, HallRow, StaffRow
from queue_server.store.schema_people import MembershipRow
from queue_server.store.setup import setup_of
from queue_server.store.staff import Staff
from queue_server.store.unit import Unit
from queue_server.usecases.administration import check_draft, put_in_force
from queue_server.usecases.seats import leave, sit_down


class Office:
    """The office manager of the small hall; people are clerk1 (an administrator too), clerk2 and clerk3."""

    def __init__(self, hall, document):
        self.hall, self.read = hall, lambda: document(hall.centre_id)
        self.me = Staff(id=hall.clerks[0], centre_id=hall.centre_id, login="clerk1", name="Cán bộ 1", roles=["clerk"])

    def saves(self, draft, *, based_on=None, note=""):
        with Unit(self.hall.store) as unit:
            return put_in_force(
                unit, centre_id=self.hall.centre_id, document=draft, note=note, staff=self.me, at=self.hall.at,
                based_on=based_on or fingerprint_of(self.read()),
            )  # fmt: skip

    def changes(self, change, **more):
        """Save the present document after the change; return the answer."""
        draft = copy.deepcopy(self.read())
        change(draft)
        return self.saves(draft, **more)

    def checks(self, change):
        draft = copy.deepcopy(self.read())
        change(draft)
        with self.hall.store.reading() as connection:
            setup = setup_of(self.hall.store, connection, self.hall.centre_id)
            return check_draft(connection, setup, document=draft, actor="clerk1", at=self.hall.at)

    def mistakes(self, change):
        return [(mistake.place, mistake.code) for mistake in self.checks(change).mistakes]

    def setup(self):
        with self.hall.store.reading() as connection:
            return setup_of(self.hall.store, connection, self.hall.centre_id)

    def versions(self):
        with self.hall.store.reading() as connection:
            return versions_of(connection, self.hall.centre_id)


class Elsewhere:
    """Another centre of the installation, with a counter of its own."""

    def __init__(self, hall):
        self.hall = hall
        names = '{"vi": "Trung tâm khác", "en": "Another centre", "zh": "另一中心"}'
        with Unit(hall.store) as unit:
            centre = CentreRow(
                code="other", names=names, level="commune", zone="Asia/Ho_Chi_Minh", wait_target_minutes=15,
                dossier_target_minutes=10, dossier_pattern="[0-9]+",
            )  # fmt: skip
            unit.session.add(centre)
            unit.session.flush()
            self.centre_id = centre.id
            room = HallRow(centre_id=centre.id, code="main", names=names)
            unit.session.add(room)
            unit.session.flush()
            unit.session.add(CounterRow(centre_id=centre.id, hall_id=room.id, number=1, names=names))

    def lets_work(self, person):
        with Unit(self.hall.store) as unit:
            unit.session.add(MembershipRow(staff_id=person, centre_id=self.centre_id, roles='["admin", "clerk"]'))

    def seats(self, person):
        with Unit(self.hall.store) as unit:
            sit_down(
                unit, centre_id=self.centre_id, clerk_id=person, number=1, takeover=False, at=self.hall.at
            )  # fmt: skip

    def had(self, login):
        with Unit(self.hall.store) as unit:
            unit.session.add(
                StaffRow(
                    centre_id=self.centre_id, login=login, name="Lan", password_hash="-", roles="[]", active=False
                )
            )  # fmt: skip

    def frees(self, person):
        with Unit(self.hall.store) as unit:
            leave(unit, centre_id=self.centre_id, clerk_id=person, at=self.hall.at)


def without(section, **facts):
    def change(draft):
        draft[section] = [each for each in draft[section] if not facts.items() <= each.items()]

    return change


def without_land(draft):
    without("lines", code="land")(draft)
    without("services", code="deed")(draft)
    for counter in draft["counters"]:
        counter["skills"].pop("land", None)
