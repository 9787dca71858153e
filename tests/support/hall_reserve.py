"""A kiosk that gives numbers of its reserve alone and tells of them later, in the middle of a random day."""

from hypothesis import strategies as st
from hypothesis.stateful import rule
from lease_kiosks import Kiosk, set_reserve

from queue_server.domain.numbering import service_day
from queue_server.usecases import leasing, offline

ZONE = "Asia/Ho_Chi_Minh"


class GivesAlone:
    """For a machine with a `hall` and its `reference`; `alone` is what was given and when, by the ticket's name."""

    def has_a_reserve(self):
        set_reserve(self.hall, size=40)
        self.kiosk = Kiosk(self.hall, "kiosk-1")
        self.alone = {}

    @rule(service=st.sampled_from(["birth", "deed"]), priority=st.sampled_from([None, None, "elderly"]))
    def kiosk_gives_a_number_alone(self, service, priority):
        """In the same second somebody takes a number at another kiosk: with a lower one, but later."""
        self.kiosk.renews(3)
        self.did(leasing.lease_numbers)
        given = self.kiosk.gives(service, priority=priority)
        if given is not None:
            self.alone[given.id] = (given.number, service, priority, self.hall.at)
        self.hall.passes(0.25)
        self.citizen_takes_ticket(service, priority)

    @rule(heard=st.booleans())
    def kiosk_tells(self, heard):
        today = service_day(self.hall.at, ZONE)
        new = []
        for answer in self.kiosk.tells(forgets=heard):
            if answer["id"] not in self.reference.tickets:
                new.append(self.reference.take_in(answer["id"], *self.alone[answer["id"]], today))
                assert answer["fate"] == new[-1]["state"]
                self.did(offline.take_in)
        for ticket in self.reference.in_order(new):
            self.reference.offer(ticket, self.hall.at)
