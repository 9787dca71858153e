"""Long random days in the hall against a reference of plain lists, on both databases."""

import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

import psycopg
import pytest
from hall_figures import JudgesFigures
from hall_supervisor import Supervises
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import text

from queue_server.domain import errors
from queue_server.store.engine import Store
from queue_server.store.journal import entries_since
from queue_server.store.moments import maybe_ms
from queue_server.store.replay import Replay
from queue_server.store.unit import Unit
from queue_server.usecases import seats, steps
from queue_server.usecases.days import begin_due_days
from queue_server.usecases.tickets import cancel_ticket

ZONE = "Asia/Ho_Chi_Minh"
LINE_OF = {"birth": "A", "marriage": "A", "deed": "B"}
CODE_OF = {"A": "civil", "B": "land"}
SENSIBLE = {
    "free": ["call", "call", "call", "resume", "reinstate", "come_back", "call_chosen", "walk_in", "undo", "rest",
             "back", "switch"],
    "called": ["start", "start", "start", "recall", "miss", "miss", "hold", "transfer", "replan", "undo"],
    "serving": ["complete", "complete", "dossier", "dossier", "dossier", "end_dossier", "hold", "transfer", "fetch",
               "replan"],
}  # fmt: skip
MOVES = sorted({move for moves in SENSIBLE.values() for move in moves})
ASIDE = {"resume": "held", "reinstate": "no_show", "come_back": "away", "call_chosen": "waiting"}
KEPT = ("state", "letter", "number", "key", "misses", "counter", "returns")
IN_THE_TABLE = ("state", "letter", "number", "effective_at", "misses", "counter", "returns", "for_counter_id",
                "for_clerk_id", "service_id", "stops", "stop", "party")  # fmt: skip
GOALS = [{"line": "A"}, {"line": "B"}, *({"counter": number} for number in (1, 2, 3)),
         *({"to_clerk": clerk} for clerk in (0, 1, 2))]  # fmt: skip
PLACES = ["original", "front", "end"]
CHOICES = ["infirm", "companion", "correction", "manager"]
PLANS = [(), ("birth",), ("deed", "marriage")]
FURTHER = st.sampled_from([(), (), (), ("deed",), ("marriage", "deed"), ("birth",)])
SERVICES = st.sampled_from(sorted(LINE_OF))
CLERKS = st.integers(0, 2)
SOME = st.sampled_from(range(60))


class Day(JudgesFigures, Supervises, RuleBasedStateMachine):
    """Everybody does what they like; the hall and its reference must agree after each step."""

    def __init__(self, new_hall, reference):
        super().__init__()
        self.hall = new_hall()
        self.reference = reference()
        self.replay = Replay()
        self.seq = 0
        self.citizens = count(100_000)

    @initialize(
        seated=st.permutations([0, 1, 2]), services=st.lists(st.sampled_from(sorted(LINE_OF)), min_size=2, max_size=8),
        automatic=st.booleans(), head_start=st.sampled_from([0, 30, 60, 1440]),
    )  # fmt: skip
    def morning(self, seated, services, automatic, head_start):
        """The clerks sit down and the first citizens come in; centres have their own head start and automatic call."""
        self.reference.automatic, self.reference.head_start = automatic, head_start
        with Unit(self.hall.store) as unit:
            unit.connection.execute(text("UPDATE priority_class SET head_start_minutes = :h"), {"h": head_start})
            work = '{"automatic_call": true}' if automatic else "{}"
            unit.connection.execute(text("UPDATE centre SET work = :work, version = version + 1"), {"work": work})
        for counter, clerk in enumerate(seated, start=1):
            self.clerk_changes_seat(clerk, counter, takeover=False, leaves=False)
        for service in services:
            self.citizen_takes_ticket(service, None)

    def both(self, of_reference, of_hall):
        """Do it in both; they must do the same or refuse for the same reason."""
        try:
            expected = of_reference()
        except errors.DomainError as refusal:
            with pytest.raises(type(refusal)):
                of_hall()
            return None, None
        return expected, of_hall()

    def clerk_does(self, clerk, move, **facts):
        names = {"line": "line_code", "code": "text", "to_clerk": "clerk"}
        given = {names.get(name, name): CODE_OF.get(value, value) for name, value in facts.items()}
        if move == "transfer":
            given["note"] = None
        if "to_clerk" in facts:
            given["clerk"] = self.hall.clerks[facts["to_clerk"]]
        who = self.hall.clerks[clerk]
        return self.both(
            lambda: getattr(self.reference, move)(clerk, self.hall.at, **facts),
            lambda: self.hall.does(who, {"switch": "automatic"}.get(move, move), **given),
        )

    @rule(seconds_=st.sampled_from([0, 0.001, 1, 3, 5.5, 7, 60, 61.75, 300, 899, 1200, 2000, 8 * 3600]))
    def time_passes(self, seconds_):
        self.hall.passes(seconds_)

    @rule(power_fails=st.booleans(), answers_get_lost=st.booleans())
    def troubles_come_and_go(self, power_fails, answers_get_lost):
        self.hall.power_fails, self.hall.answers_get_lost = power_fails, answers_get_lost

    @rule()
    def the_caretaker_looks(self):
        begun = begin_due_days(self.hall.store, at=self.hall.at)
        assert begun == self.reference.begin_day(self.hall.at)

    @rule(
        service=SERVICES, priority=st.sampled_from([None, None, "elderly"]), then=FURTHER,
        people=st.sampled_from([1, 1, 1, 2, 3]),
    )  # fmt: skip
    def citizen_takes_ticket(self, service, priority, then=(), people=1):
        then = tuple(code for code in then if code != service)
        view = self.hall.takes_ticket(service, priority=priority, then=then, people=people)
        views = [view, *view.get("companions", [])]
        tickets = self.reference.issue_party([each["id"] for each in views], service, priority, self.hall.at, then)
        for given, ticket in zip(views, tickets, strict=True):
            assert (given["number"], given["letter"]) == (ticket["number"], ticket["letter"])
            assert given["ahead"] == self.reference.waiting(ticket["line"]).index(ticket)
        self.reference.offer(tickets[0], self.hall.at)

    @rule(slots=st.integers(1, 2), comes=st.sampled_from([None, None, -600, -60, 0, 599.5, 601, 1750]),
          priority=st.sampled_from([None, None, "elderly"]))  # fmt: skip
    def citizen_comes_to_an_appointment(self, slots, comes, priority):
        """Booked for one of the next two slots; comes at once, or so many seconds from the slot."""
        half_hours = int(self.hall.at.timestamp()) // 1800 + slots
        slot_at = datetime.fromtimestamp(1800 * half_hours, UTC)
        try:
            booked = self.hall.books(slot_at, citizen=f"022204{next(self.citizens):06}")
        except (errors.SlotFull, errors.NotBookable):
            return
        if comes is not None:
            self.hall.at = max(self.hall.at, slot_at + timedelta(seconds=comes))
        if self.hall.at < slot_at - timedelta(minutes=30):
            with pytest.raises(errors.AppointmentEarly):
                self.hall.checks_in(code=booked.code)
            return
        view = self.hall.checks_in(code=booked.code, priority=priority)
        ticket = self.reference.check_in(view["id"], priority, slot_at, self.hall.at)
        assert (view["number"], view["letter"]) == (ticket["number"], ticket["letter"])
        assert view["ahead"] == self.reference.waiting(ticket["line"]).index(ticket)
        self.reference.offer(ticket, self.hall.at)

    @precondition(lambda self: self.reference.tickets)
    @rule(some=SOME)
    def citizen_gives_ticket_back(self, some):
        ticket_id = self.any_ticket(some)

        def cancel():
            with Unit(self.hall.store) as unit:
                cancel_ticket(unit, ticket_id=ticket_id, at=self.hall.at)

        self.both(lambda: self.reference.cancel(ticket_id), cancel)

    @rule(clerk=CLERKS, counter=st.integers(1, 3), takeover=st.booleans(), leaves=st.booleans())
    def clerk_changes_seat(self, clerk, counter, takeover, leaves):
        who = self.hall.clerks[clerk]
        if leaves:
            self.both(lambda: self.reference.leave(clerk, self.hall.at), lambda: self.leaves(who))
        self.both(
            lambda: self.reference.sit(clerk, counter, takeover, self.hall.at),
            lambda: self.hall.sits(who, counter, takeover=takeover),
        )

    def leaves(self, who):
        with Unit(self.hall.store) as unit:
            seats.leave(unit, centre_id=self.hall.centre_id, clerk_id=who, at=self.hall.at)

    @rule(work=st.lists(st.tuples(CLERKS, SOME, st.sampled_from([0, 1, 4, 30])), min_size=3, max_size=12))
    def clerks_work(self, work):
        """Moves that the counters' tickets allow, one after the other."""
        for clerk, some, pause in work:
            counters = [place for place, who in self.reference.seats.items() if who == clerk]
            ticket = self.reference.at(counters[0]) if counters else None
            moves = SENSIBLE["free" if ticket is None else ticket["state"]]
            self.hall.passes(pause)
            self.clerk_presses(clerk, moves[some % len(moves)], some)
            self.every_ticket_is_where_the_reference_has_it()
            self.the_journal_alone_tells_the_same_turns()

    @rule(clerk=CLERKS, move=st.sampled_from(MOVES), some=SOME)
    def clerk_presses(self, clerk, move, some):
        if move == "call":
            self.calls(clerk)
        elif move == "dossier":
            self.clerk_does(clerk, move, code=f"H49.22-250704-000{some % 3}")
        elif move == "transfer":
            self.clerk_does(clerk, move, place=PLACES[some % 3], **GOALS[some // 3 % len(GOALS)])
        elif move == "replan":
            self.clerk_does(clerk, move, services=PLANS[some % 3])
        elif move == "walk_in":
            self.citizen_walks_in(clerk, sorted(LINE_OF)[some % 3])
        elif move == "rest":
            self.clerk_does(clerk, move, reason="lunch")
        elif move == "hold":
            self.clerk_does(clerk, move, parked=some % 2 == 0)
        elif move == "switch":
            self.clerk_does(clerk, move, on=some % 2 == 0)
        elif move in {"complete", "miss"}:
            expected, answer = self.clerk_does(clerk, move)
            assert ((answer or {}).get("ticket") or {}).get("id") == (expected or {}).get("id")
        elif move in ASIDE:
            self.brings_back(clerk, move, some)
        else:
            self.clerk_does(clerk, move)

    def calls(self, clerk):
        expected, answer = self.clerk_does(clerk, "call")
        if expected:
            assert answer["ticket"]["id"] == expected["id"]
            self.nobody_is_overtaken_by_more_than_the_head_start(expected)

    def brings_back(self, clerk, move, some):
        tickets = self.reference.tickets
        aside = [ticket["id"] for ticket in tickets.values() if ticket["state"] == ASIDE[move]]
        if tickets:
            more = {"reason": CHOICES[some % 4]} if move == "call_chosen" else {}
            self.clerk_does(clerk, move, ticket_id=aside[some % len(aside)] if aside else self.any_ticket(some), **more)

    def citizen_walks_in(self, clerk, service):
        """The real hall chooses the ticket's name, so it goes first."""
        try:
            given = self.hall.does(self.hall.clerks[clerk], "walk_in", service=service)["ticket"]
        except errors.DomainError as refusal:
            with pytest.raises(type(refusal)):
                self.reference.walk_in(clerk, self.hall.at, service, "")
            return
        ticket = self.reference.walk_in(clerk, self.hall.at, service, given["id"])
        assert given["label"] == f"{ticket['letter']}{ticket['number']:03}"

    @precondition(lambda self: self.reference.dossiers)
    @rule(some=SOME)
    def the_back_office_has_a_result_ready(self, some):
        codes = sorted(self.reference.dossiers)
        code = codes[some % len(codes)]
        facts = {"centre_id": self.hall.centre_id, "clerk_id": self.hall.clerks[2], "code": code, "at": self.hall.at}

        def settles():
            with Unit(self.hall.store) as unit:
                steps.begin_step(unit, **facts)
                steps.end_step(unit, **facts, result="ready")

        self.both(lambda: self.reference.settle(code), settles)

    def nobody_is_overtaken_by_more_than_the_head_start(self, called):
        if called["for"] or called.get("front"):
            return
        for other in self.reference.waiting(called["line"]):
            if not other.get("late"):
                start = max(self.reference.head_start, called.get("start", 0))
                assert called["issued"] <= other["issued"] + timedelta(minutes=start)

    def any_ticket(self, some):
        tickets = list(self.reference.tickets)
        return tickets[some % len(tickets)]

    def rows(self, statement):
        with self.hall.store.reading() as connection:
            return connection.execute(text(statement)).all()

    @invariant()
    def every_ticket_is_where_the_reference_has_it(self):
        kept = {
            row.id: tuple(getattr(row, name) for name in IN_THE_TABLE)
            for row in self.rows(
                "SELECT t.*, c.number AS counter FROM ticket t LEFT JOIN counter c ON c.id = t.counter_id"
            )
        }
        expected = {
            ticket["id"]: tuple(
                ticket[name] for name in ("state", "letter", "number", "key", "misses", "counter", "returns")
            )
            + self.reserved(ticket["for"])
            + (*self.visit(ticket), ticket["party"])
            for ticket in self.reference.tickets.values()
        }
        assert kept == expected

    @invariant()
    def every_dossier_is_where_the_reference_has_it_and_the_journal_too(self):
        kept = {row.code: row.state for row in self.rows("SELECT code, state FROM dossier")}
        assert kept == {code: dossier["state"] for code, dossier in self.reference.dossiers.items()}
        self.the_journal_alone_tells_the_same_turns()
        told = {code: facts["dossier_state"] for code, facts in self.replay.dossiers.items()}
        assert kept == dict.fromkeys(kept, "receiving") | told

    @invariant()
    def a_counter_has_at_most_one_ticket(self):
        busy = self.rows("SELECT counter_id FROM ticket WHERE state IN ('called', 'serving')")
        assert len(set(busy)) == len(busy)

    @invariant()
    def the_journal_alone_tells_the_same_turns(self):
        with self.hall.store.reading() as connection:
            entries = entries_since(connection, self.seq)
        self.replay.read(entries)
        self.seq = entries[-1].seq if entries else self.seq
        times = ("joined_at", "called_at", "started_at", "ended_at", "held_at")
        plain = (
            "service_id",
            "line_id",
            "counter_id",
            "clerk_id",
            "held_milliseconds",
            "outcome",
            "effective_at",
            "reason",
        )
        kept = {
            (row.ticket_id, row.ordinal): [getattr(row, name) for name in times + plain]
            for row in self.rows("SELECT * FROM turn")
        }
        told = {
            key: [maybe_ms(getattr(turn, name)) for name in times]
            + [getattr(turn, name.removesuffix("_id")) for name in plain]
            for key, turn in self.replay.turns.items()
        }
        assert told == kept
        told = {key: (",".join(map(str, stops)) or None, at) for key, (stops, at) in self.replay.itineraries.items()}
        assert told == {ticket["id"]: self.visit(ticket)[1:] for ticket in self.reference.tickets.values()}
        assert self.replay.states == {ticket["id"]: ticket["state"] for ticket in self.reference.tickets.values()}

    def teardown(self):
        self.the_managers_figures_are_those_of_the_journal()
        self.hall.store.close()


QUIET = list(HealthCheck)
LONG = settings(max_examples=50, stateful_step_count=40, deadline=None, suppress_health_check=QUIET)
SHORT = settings(max_examples=5, stateful_step_count=30, deadline=None, suppress_health_check=QUIET)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_on_sqlite_long_random_days_agree_with_the_reference_at_every_step(hall, reference, tmp_path):
    hall.store.close()
    names = (tmp_path / f"day{number}.sqlite" for number in count())

    def new_hall():
        file = next(names)
        shutil.copy(hall.store.url.database, file)
        return replace(hall, store=Store(f"sqlite:///{file}"), chances=count())

    run_state_machine_as_test(lambda: Day(new_hall, reference), settings=LONG)


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_on_postgresql_random_days_agree_with_the_reference_at_every_step(hall, reference):
    hall.store.close()
    original = hall.store.url
    names = (f"{original.database}_day{number}" for number in count())

    def new_hall():
        name = next(names)
        server = original.set(drivername="postgresql", database="postgres").render_as_string(hide_password=False)
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {original.database}")
        return replace(hall, store=Store(original.set(database=name).render_as_string(hide_password=False)))

    run_state_machine_as_test(lambda: Day(new_hall, reference), settings=SHORT)
