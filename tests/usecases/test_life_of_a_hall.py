"""Long random days in the hall against a reference of plain lists, on both databases."""

from collections import Counter
from itertools import count

import pytest
from hall_bookings import Books
from hall_clerks import LINE_OF, SOME, WORK, Works
from hall_judges import Judges
from hall_moves import BESIDE, changing_use_cases, of_hall, undoable_moves
from hall_quiet import IsQuiet
from hall_reference import Reference
from hall_reserve import GivesAlone
from hall_supervisor import Supervises
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from lives import SEEDS, lives, run_lives
from sqlalchemy import text

from queue_server.domain import errors
from queue_server.domain.event import EventKind
from queue_server.store.replay import Replay
from queue_server.store.unit import Unit
from queue_server.usecases import appointment_care, days, tickets

FURTHER = st.sampled_from([(), (), (), ("deed",), ("marriage", "deed"), ("birth",)])
SERVICES = st.sampled_from(sorted(LINE_OF))


class Day(Judges, Works, Supervises, IsQuiet, Books, GivesAlone, RuleBasedStateMachine):
    """Everybody does what they like; the hall and its reference must agree after each step."""

    def __init__(self, hall, tally):
        super().__init__()
        self.hall = hall
        self.tally = tally
        self.reference = Reference()
        self.replay = Replay()
        self.seq = 0
        self.citizens = count(100_000)
        self.has_a_reserve()

    @initialize(
        seated=st.permutations([1, 2, 3]) | st.permutations([1, 1, 2]) | st.permutations([1, 1, 3]),
        services=st.lists(SERVICES, min_size=2, max_size=8), automatic=st.sampled_from([True, True, False]),
        head_start=st.sampled_from([0, 30, 60, 1440]), recalls=st.sampled_from([0, 0, 1]),
        grace=st.sampled_from([0, 15, 60]), work=WORK,
    )  # fmt: skip
    def morning(self, seated, services, automatic, head_start, recalls, grace, work):
        """Each centre has its own rules; the clerks sit down, two of them at one counter on some days."""
        self.reference.automatic, self.reference.head_start = automatic, head_start
        self.reference.recalls, self.reference.grace = recalls, grace
        rules = '{"automatic_call": true}' if automatic else "{}"
        with Unit(self.hall.store) as unit:
            unit.connection.execute(text("UPDATE counter SET shared = true WHERE number = 1"))
            unit.connection.execute(text("UPDATE priority_class SET head_start_minutes = :h"), {"h": head_start})
            unit.connection.execute(
                text(
                    "UPDATE centre SET work = :rules, version = version + 1, recalls_before_no_show = :recalls,"
                    " reinstate_grace_minutes = :grace"
                ),
                {"rules": rules, "recalls": recalls, "grace": grace},
            )
        for clerk, counter in enumerate(seated):
            self.clerk_changes_seat(clerk, counter, takeover=False, leaves=False)
        for people, service in enumerate(services):
            self.citizen_takes_ticket(service, None, people=1 + people % 2)
        self.clerks_work(work)

    def both(self, of_reference, of_hall):
        """Do it in both; they must do the same or refuse for the same reason."""
        try:
            expected = of_reference()
        except errors.DomainError as refusal:
            with pytest.raises(type(refusal)):
                of_hall()
            return None, None
        return expected, of_hall()

    def did(self, use_case):
        self.tally[f"{use_case.__module__.rpartition('.')[2]}.{use_case.__name__}"] += 1

    @rule(seconds_=st.sampled_from([0, 0.001, 1, 3, 5.5, 7, 60, 61.75, 300, 899, 1200, 2000, 8 * 3600]),
          work=WORK)  # fmt: skip
    def time_passes(self, seconds_, work):
        self.clerks_work(work)
        self.hall.passes(seconds_)

    @rule(power_fails=st.booleans(), answers_get_lost=st.booleans())
    def troubles_come_and_go(self, power_fails, answers_get_lost):
        self.hall.power_fails, self.hall.answers_get_lost = power_fails, answers_get_lost

    @rule(later=st.sampled_from([0, 4200, 16 * 3600]))
    def the_caretaker_looks(self, later):
        self.hall.passes(later)
        begun = days.begin_due_days(self.hall.store, at=self.hall.at)
        assert begun == self.reference.begin_day(self.hall.at)
        self.tally["days.begin_due_days"] += begun
        marked = appointment_care.mark_missed(self.hall.store, at=self.hall.at)
        assert marked == self.reference.mark_missed(self.hall.at)
        self.tally["appointment_care.mark_missed"] += marked

    @rule(
        service=SERVICES, priority=st.sampled_from([None, None, "elderly"]), then=FURTHER,
        people=st.sampled_from([1, 2, 3]),
    )  # fmt: skip
    def citizen_takes_ticket(self, service, priority, then=(), people=1):
        then = tuple(code for code in then if code != service)
        if not all(self.reference.is_served(LINE_OF[code]) for code in (service, *then)):
            with pytest.raises(errors.ServiceClosed):
                self.hall.takes_ticket(service, priority=priority, then=then, people=people)
            return
        view = self.hall.takes_ticket(service, priority=priority, then=then, people=people)
        self.did(tickets.issue_ticket)
        views = [view, *view.get("companions", [])]
        given = self.reference.issue_party([each["id"] for each in views], service, priority, self.hall.at, then)
        for each, ticket in zip(views, given, strict=True):
            assert (each["number"], each["letter"]) == (ticket["number"], ticket["letter"])
            assert each["ahead"] == self.reference.waiting(ticket["line"]).index(ticket)
        self.reference.offer(given[0], self.hall.at)

    @precondition(lambda self: self.reference.tickets)
    @rule(some=SOME)
    def citizen_gives_ticket_back(self, some):
        self.gives_back(self.any_ticket(some))

    def gives_back(self, ticket_id):
        def cancels(unit):
            tickets.cancel_ticket(unit, ticket_id=ticket_id, at=self.hall.at)
            return {}

        _, answer = self.both(lambda: self.reference.cancel(ticket_id), lambda: self.hall.commands(cancels))
        if answer is not None:
            self.did(tickets.cancel_ticket)

    def teardown(self):
        self.read_on()
        self.the_managers_figures_are_those_of_the_journal()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_on_sqlite_long_random_days_of_all_moves_agree_with_the_reference_at_every_step(hall):
    tally = Counter()
    for seed in SEEDS:
        run_lives(lambda hall: Day(hall, tally), hall, lives(80, steps=30), seed=seed)
        if not never_made(tally):
            break
    assert never_made(tally) == set()


def never_made(tally):
    """What of the hall no random day has made yet: use cases, kinds of entries about tickets, actions taken back."""
    kinds = {kind.value for kind in EventKind if kind.startswith("ticket.")}
    undone = {f"move.undone {move}" for move in undoable_moves()}
    return (of_hall() | kinds | undone) - (+tally).keys()


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_on_postgresql_random_days_agree_with_the_reference_at_every_step(hall):
    run_lives(lambda hall: Day(hall, Counter()), hall, lives(5, steps=30))


def test_what_no_random_day_drives_changes_the_hall_indeed():
    assert BESIDE.keys() - changing_use_cases() == set()
