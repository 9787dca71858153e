"""Long random days of three kiosks that lose the server and find it again, on both databases."""

from collections import Counter

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from lease_kiosks import CODES, ZONE, Kiosk, set_reserve
from lives import lives, run_lives
from sqlalchemy import text

from queue_server.domain.errors import NobodyWaiting
from queue_server.domain.numbering import service_day
from queue_server.store.journal import entries_since
from queue_server.store.moments import to_day, to_ms
from queue_server.store.replay import Replay
from queue_server.usecases.days import begin_due_days
from queue_server.usecases.leasing import lease_numbers

SERVICES = st.sampled_from(sorted(CODES))
PRIORITIES = st.sampled_from([None, None, "elderly"])
KIOSKS = st.integers(0, 2)


class Days(RuleBasedStateMachine):
    """Kiosks with a reserve of fourteen numbers a line, citizens who come to both kinds, a clerk who calls."""

    def __init__(self, hall):
        super().__init__()
        self.hall = hall
        set_reserve(self.hall, size=14)
        names = ("kiosk-2", "kiosk-3")
        self.kiosks = [Kiosk(self.hall, "kiosk-1"), *(Kiosk.approved(self.hall, name) for name in names)]
        self.tickets = {}
        self.paper = Counter()
        self.reference_of_given = {}
        self.online = Counter()

    @property
    def today(self):
        return service_day(self.hall.at, ZONE)

    @rule(seconds=st.sampled_from([0, 0.001, 1, 60, 1200, 8 * 3600, 16 * 3600]))
    def time_passes(self, seconds):
        self.hall.passes(seconds)

    @rule(power_fails=st.booleans(), answers_get_lost=st.booleans())
    def troubles_come_and_go(self, power_fails, answers_get_lost):
        self.hall.power_fails, self.hall.answers_get_lost = power_fails, answers_get_lost

    @rule()
    def the_caretaker_looks(self):
        begin_due_days(self.hall.store, at=self.hall.at)
        for ticket in self.tickets.values():
            if ticket["day"] < self.today and ticket["state"] == "waiting":
                ticket["state"] = "expired"
        self.every_lease_of_a_day_that_is_over_has_ended_once()

    @rule(kiosk=KIOSKS, numbers=st.integers(1, 5))
    def kiosk_renews(self, kiosk, numbers):
        self.kiosks[kiosk].renews(numbers)

    @rule(kiosk=KIOSKS)
    def kiosk_renews_and_never_hears_the_answer(self, kiosk):
        facts = {"centre_id": self.hall.centre_id, "device_id": self.kiosks[kiosk].device_id, "at": self.hall.at}
        self.hall.commands(lambda unit: lease_numbers(unit, numbers=3, **facts))

    @rule(kiosk=KIOSKS, service=SERVICES, priority=PRIORITIES)
    def kiosk_gives_a_number_alone(self, kiosk, service, priority):
        given = self.kiosks[kiosk].gives(service, priority=priority)
        if given is not None:
            self.paper[self.today, given.label] += 1
            self.reference_of_given[given.id] = self.ticket(given.label, service, priority)

    @rule(service=SERVICES, priority=PRIORITIES)
    def kiosk_gives_a_number_with_the_server(self, service, priority):
        view = self.hall.takes_ticket(service, priority=priority)
        self.online[self.today, view["letter"]] += 1
        assert view["number"] == self.online[self.today, view["letter"]], "the main series has no gap"
        self.paper[self.today, view["label"]] += 1
        self.tickets[view["id"]] = self.ticket(view["label"], service, priority)

    def ticket(self, label, service, priority):
        at = self.hall.at
        key = int(at.timestamp()) - (1800 if priority else 0)
        return {"label": label, "line": CODES[service], "day": self.today, "issued": at, "key": key, "state": "waiting"}

    @rule(kiosk=KIOSKS, heard=st.booleans(), most=st.integers(1, 4))
    def kiosk_tells(self, kiosk, heard, most):
        self.told(self.kiosks[kiosk], self.kiosks[kiosk].untold[-most:], heard=heard)

    @rule(kiosk=KIOSKS)
    def kiosk_tells_all_that_it_ever_gave(self, kiosk):
        self.told(self.kiosks[kiosk], self.kiosks[kiosk].offline, heard=True)

    def told(self, kiosk, tickets, *, heard):
        for answer in kiosk.tells(tickets, forgets=heard):
            assert (answer["code"], answer["clipped"]) == (None, False)
            if answer["id"] not in self.tickets:
                known = self.reference_of_given[answer["id"]]
                known["state"] = "expired" if known["day"] < self.today else "waiting"
                assert answer["fate"] == known["state"]
                self.tickets[answer["id"]] = known

    @rule(kiosk=KIOSKS, of=KIOSKS)
    def kiosk_tells_of_a_number_that_it_does_not_hold(self, kiosk, of):
        own = {(lease["day"], lease["letter"], lease["first"]) for lease in self.kiosks[kiosk].leases}
        for lease in self.kiosks[of].leases:
            if of != kiosk and (lease["day"], lease["letter"], lease["first"]) not in own:
                label = f"{lease['letter']}{lease['first']}"
                wrong = self.kiosks[kiosk].writes(lease["day"], label)
                self.kiosks[kiosk].offline.remove(wrong)
                assert [each["code"] for each in self.kiosks[kiosk].tells([wrong])] == ["lease.not_held"]
                return

    @rule()
    def clerk_serves_the_next(self):
        self.the_caretaker_looks()
        clerk = self.hall.clerks[1]
        self.hall.sits(clerk, 2)
        waiting = [(each["key"], each["issued"], int(each["label"][1:]), name) for name, each in self.tickets.items()
                   if each["state"] == "waiting" and each["line"] == "A"]  # fmt: skip
        if not waiting:
            with pytest.raises(NobodyWaiting):
                self.hall.does(clerk, "call")
            return
        *_, first = min(waiting)
        assert self.hall.does(clerk, "call")["ticket"]["id"] == first
        self.hall.does(clerk, "start")
        self.hall.does(clerk, "complete")
        self.tickets[first]["state"] = "completed"

    def rows(self, statement):
        with self.hall.store.reading() as connection:
            return connection.execute(text(statement)).all()

    @invariant()
    def no_label_is_on_paper_twice_a_day(self):
        assert [label for label, times in self.paper.items() if times > 1] == []

    @invariant()
    def every_ticket_told_is_where_the_reference_has_it_and_waits_since_it_was_given(self):
        kept = {row.id: tuple(row)[1:] for row in self.rows(
            "SELECT id, label, day, issued_at, effective_at, state FROM ticket")}  # fmt: skip
        assert kept == {
            name: (each["label"], to_day(each["day"]), to_ms(each["issued"]), each["key"], each["state"])
            for name, each in self.tickets.items()
        }

    @invariant()
    def no_number_is_leased_twice(self):
        leased = Counter(
            (row.day, row.letter, number)
            for row in self.rows("SELECT day, letter, first, last FROM lease")
            for number in range(row.first, row.last + 1)
        )
        assert [number for number, times in leased.items() if times > 1] == []
        assert all(801 <= number <= 814 for _, _, number in leased)

    def every_lease_of_a_day_that_is_over_has_ended_once(self):
        told = {kind: self.told_of(kind) for kind in ("lease.given", "lease.ended")}
        over = [lease for lease, day in told["lease.given"] if day < self.today.isoformat()]
        assert Counter(over) == Counter(lease for lease, _ in told["lease.ended"])

    def told_of(self, kind):
        with self.hall.store.reading() as connection:
            entries = entries_since(connection, 0)
        return [(entry.body["lease"], entry.body["day"]) for entry in entries if entry.kind == kind]

    def teardown(self):
        """At last all is told, a day later: nothing that was on paper is lost, and each number has its explanation."""
        self.hall.passes(24 * 3600)
        self.the_caretaker_looks()
        for kiosk in self.kiosks:
            if kiosk.offline:
                self.told(kiosk, kiosk.offline, heard=True)
        self.every_ticket_told_is_where_the_reference_has_it_and_waits_since_it_was_given()
        self.every_lease_of_a_day_that_is_over_has_ended_once()
        assert Counter((each["day"], each["label"]) for each in self.tickets.values()) == self.paper
        self.the_journal_alone_tells_the_same()

    def the_journal_alone_tells_the_same(self):
        with self.hall.store.reading() as connection:
            replay = Replay().read(entries_since(connection, 0))
        assert replay.states == {name: each["state"] for name, each in self.tickets.items()}
        came = {turn.ticket: (to_ms(turn.joined_at), turn.effective_at) for turn in replay.turns.values()}
        assert came == {name: (to_ms(each["issued"]), each["key"]) for name, each in self.tickets.items()}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_on_sqlite_no_partition_doubles_or_loses_a_number(hall):
    run_lives(Days, hall, lives(40, steps=40))


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_on_postgresql_no_partition_doubles_or_loses_a_number(hall):
    run_lives(Days, hall, lives(5, steps=30))
