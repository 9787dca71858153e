"""What must hold after each step of a random day: tables, journal, screens, figures and reference say the same."""

from collections import Counter

from hypothesis.stateful import invariant
from sqlalchemy import text

from queue_server.domain.numbering import service_day
from queue_server.store.journal import entries_since
from queue_server.store.moments import maybe_ms
from queue_server.store.reports import day_view, seconds
from queue_server.store.setup import setup_of
from queue_server.store.views import moment
from queue_server.store.waiting import whole_waiting_view

ZONE = "Asia/Ho_Chi_Minh"

LINE_OF_IDS = ("birth", "marriage", "deed")
"""Services in the order of their ids."""


IN_THE_TABLE = ("state", "letter", "number", "effective_at", "misses", "counter", "returns", "for_counter_id",
                "for_clerk_id", "service_id", "stops", "stop", "party")  # fmt: skip
IN_THE_REFERENCE = ("state", "letter", "number", "key", "misses", "counter", "returns")
TIMES = ("joined_at", "called_at", "started_at", "ended_at", "held_at")
PLAIN = ("service_id", "line_id", "counter_id", "clerk_id", "held_milliseconds", "outcome", "effective_at", "reason")


class Judges:
    """For a machine with a `hall`, its `reference`, a `replay` of the journal read up to `seq`, and a `tally`."""

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
            ticket["id"]: (
                *(ticket[name] for name in IN_THE_REFERENCE),
                *self.reserved(ticket["for"]),
                *self.visit(ticket),
                ticket["party"],
            )
            for ticket in self.reference.tickets.values()
        }
        assert kept == expected

    @invariant()
    def no_number_is_given_twice_a_day(self):
        given = Counter(
            (ticket["letter"], ticket["number"], service_day(ticket["issued"], ZONE))
            for ticket in self.reference.tickets.values()
        )
        assert max(given.values(), default=1) == 1

    @invariant()
    def every_screen_has_the_order_of_the_reference(self):
        with self.hall.store.reading() as connection:
            setup = setup_of(self.hall.store, connection, self.hall.centre_id)
            shown = whole_waiting_view(connection, setup, at=self.hall.at)["tickets"]
        expected = self.reference.in_order(self.reference.tickets.values())
        assert [each["label"] for each in shown] == [f"{each['letter']}{each['number']:03}" for each in expected]

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
    def no_time_is_negative(self):
        order = "joined_at > called_at OR called_at > started_at OR joined_at > started_at OR started_at > ended_at"
        assert self.rows(f"SELECT * FROM turn WHERE {order} OR joined_at > ended_at OR held_milliseconds < 0") == []

    @invariant()
    def the_journal_alone_tells_the_same_turns(self):
        self.read_on()
        kept = {
            (row.ticket_id, row.ordinal): [getattr(row, name) for name in TIMES + PLAIN]
            for row in self.rows("SELECT * FROM turn")
        }
        told = {
            key: [maybe_ms(getattr(turn, name)) for name in TIMES]
            + [getattr(turn, name.removesuffix("_id")) for name in PLAIN]
            for key, turn in self.replay.turns.items()
        }
        assert told == kept
        told = {key: (",".join(map(str, stops)) or None, at) for key, (stops, at) in self.replay.itineraries.items()}
        assert told == {ticket["id"]: self.visit(ticket)[1:] for ticket in self.reference.tickets.values()}
        assert self.replay.states == {ticket["id"]: ticket["state"] for ticket in self.reference.tickets.values()}

    def read_on(self):
        with self.hall.store.reading() as connection:
            entries = entries_since(connection, self.seq)
        self.replay.read(entries)
        self.seq = entries[-1].seq if entries else self.seq
        undone = (f"{entry.kind} {entry.body['move']}" for entry in entries if entry.kind == "move.undone")
        self.tally.update([*(entry.kind for entry in entries), *undone])

    def the_managers_figures_are_those_of_the_journal(self):
        with self.hall.store.reading() as connection:
            setup = setup_of(self.hall.store, connection, self.hall.centre_id)
            days = {service_day(ticket["issued"], ZONE) for ticket in self.reference.tickets.values()}
            views = [day_view(connection, setup, day) for day in days]
        shown = Counter(
            (
                turn["label"], turn["ordinal"], turn["service"]["code"], turn["counter"], turn["joined_at"],
                turn["outcome"], turn["wait_seconds"], turn["service_seconds"], turn["dossiers"],
            )
            for view in views for turn in view["turns"]
        )  # fmt: skip
        assert shown == Counter(self.told_turn(turn, setup) for turn in self.replay.turns.values())
        shown = Counter((row["code"], row["started_at"], row["seconds"]) for view in views for row in view["dossiers"])
        assert shown == Counter(
            (row.dossier, moment(row.started_at), self.spent_on(row)) for row in self.replay.handlings.values()
        )
        counted = Counter(ticket["state"] for ticket in self.reference.tickets.values())
        assert sum(view["summary"]["issued"] for view in views) == counted.total()
        assert sum(view["summary"]["completed"] for view in views) == counted["completed"]
        assert sum(view["summary"]["cancelled"] for view in views) == counted["cancelled"]

    def spent_on(self, handling):
        if self.replay.turns[handling.ticket, handling.turn].outcome == "forgotten":
            return None
        return spent(handling.started_at, handling.ended_at, handling.held_milliseconds)

    def visit(self, ticket):
        ids = {code: number for number, code in enumerate(LINE_OF_IDS, start=1)}
        return (ids[ticket["service"]], ",".join(str(ids[code]) for code in ticket["stops"]) or None, ticket["stop"])

    def reserved(self, alone):
        """Counters' ids are their numbers in this hall."""
        if alone is None:
            return (None, None)
        kind, which = alone
        return (which, None) if kind == "counter" else (None, self.hall.clerks[which])

    def told_turn(self, turn, setup):
        handlings = [key for key in self.replay.handlings if key[:2] == (turn.ticket, turn.ordinal)]
        return (
            turn.label, turn.ordinal, setup.services[turn.service].code,
            None if turn.counter is None else setup.counters[turn.counter].number, moment(turn.joined_at), turn.outcome,
            spent(turn.joined_at, turn.called_at),
            None if turn.outcome == "forgotten" else spent(turn.started_at, turn.ended_at, turn.held_milliseconds),
            len(handlings),
        )  # fmt: skip


def spent(begin, end, less=0):
    return seconds(maybe_ms(begin), maybe_ms(end), less=less)
