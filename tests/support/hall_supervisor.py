"""A supervisor who puts things right in the middle of a random day, in the hall and in its reference."""

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from queue_server.domain import errors
from queue_server.domain.numbering import service_day
from queue_server.store.unit import Unit
from queue_server.usecases import steering
from queue_server.usecases.returning import reopen

ZONE = "Asia/Ho_Chi_Minh"
CODE_OF = {"A": "civil", "B": "land"}
LINES_OF = {1: ["A", "B"], 2: ["A"], 3: ["B"]}
GOALS = [{}, {"line": "A"}, {"line": "B"}, {"counter": 1}, {"counter": 2}, {"counter": 3}]
OPEN = {"waiting", "called", "serving", "held"}


class Supervises:
    """For a machine with a `hall` and its `reference`."""

    @rule(counter=st.integers(1, 3), how=st.sampled_from(["complete", "no_show", "back"]))
    def supervisor_settles(self, counter, how):
        self.both(
            lambda: settled(self.reference, counter, how, self.hall.at),
            lambda: self.steers(steering.settle_ticket_at, number=counter, how=how),
        )

    @precondition(lambda self: self.reference.tickets)
    @rule(some=st.integers(0, 59), goal=st.sampled_from(GOALS), place=st.sampled_from(["original", "front", "end"]))
    def supervisor_moves(self, some, goal, place):
        tickets = list(self.reference.tickets.values())
        ticket = tickets[some % len(tickets)]
        if service_day(ticket["issued"], ZONE) != service_day(self.hall.at, ZONE):
            return
        given = {"line": CODE_OF.get(goal.get("line")), "counter": goal.get("counter"), "place": place}
        self.both(
            lambda: moved(self.reference, ticket, place, self.hall.at, **goal),
            lambda: self.steers(steering.move_ticket, label=f"{ticket['letter']}{ticket['number']:03}", **given),
        )

    @precondition(lambda self: self.reference.tickets)
    @rule(some=st.integers(0, 59))
    def supervisor_reopens(self, some):
        ended = {"completed", "no_show", "cancelled"}
        tickets = [ticket for ticket in self.reference.tickets.values() if ticket["state"] in ended]
        ticket = tickets[some % len(tickets)] if tickets else self.reference.tickets[self.any_ticket(some)]

        def reopens():
            with Unit(self.hall.store) as unit:
                reopen(
                    unit, centre_id=self.hall.centre_id, actor_id=self.hall.clerks[0], reason="nhầm", at=self.hall.at,
                    label=f"{ticket['letter']}{ticket['number']:03}",
                )  # fmt: skip

        if service_day(ticket["issued"], ZONE) == service_day(self.hall.at, ZONE):
            self.both(lambda: self.reference.reopen(ticket["id"], self.hall.at), reopens)

    @invariant()
    def no_counter_is_ready_while_somebody_waits_whom_it_may_call(self):
        ready = self.rows("SELECT counter_id FROM shift WHERE ready_since IS NOT NULL AND ended_at IS NULL")
        assert sorted(counter for (counter,) in ready) == sorted(self.reference.ready_since)
        for counter in self.reference.ready_since:
            assert self.reference.at(counter) is None
            assert self.reference.head(self.reference.seats[counter]) is None

    @rule(counter=st.integers(1, 3))
    def supervisor_ends_the_shift(self, counter):
        self.both(
            lambda: shift_ended(self.reference, counter, self.hall.at),
            lambda: self.steers(steering.end_shifts_at, number=counter),
        )

    def steers(self, use_case, **facts):
        with Unit(self.hall.store) as unit:
            return use_case(
                unit, centre_id=self.hall.centre_id, actor_id=self.hall.clerks[0], reason="quên kết thúc",
                at=self.hall.at, **facts,
            )  # fmt: skip


def settled(reference, counter, how, at):
    ticket = reference.at(counter)
    if ticket is None:
        raise errors.NoTicketAtCounter
    if how == "back":
        sent(reference, ticket, ticket["line"], None, "original", at)
    elif ticket["state"] != {"complete": "serving", "no_show": "called"}[how]:
        raise errors.IllegalMove
    elif how == "complete":
        reference.ends_running(ticket)
        ticket.update(state="completed", running=None, serial=next(reference.serial))
    else:
        ticket.update(state="no_show", misses=ticket["misses"] + 1, missed_at=at, serial=next(reference.serial))


def moved(reference, ticket, place, at, line=None, counter=None):
    alone = None if counter is None else ("counter", counter)
    if counter is not None:
        line = ticket["line"] if ticket["line"] in LINES_OF[counter] else LINES_OF[counter][0]
    line = line or ticket["line"]
    if place == "original" and (line, alone) == (ticket["line"], ticket["for"]):
        raise errors.SameLine
    if ticket["state"] not in OPEN:
        raise errors.IllegalMove
    sent(reference, ticket, line, alone, place, at)


def sent(reference, ticket, line, alone, place, at):
    front = reference.front(ticket, None if alone else line)
    key = {"front": min(front, ticket["key"]), "original": ticket["key"], "end": int(at.timestamp())}[place]
    more = {} if place == "original" else {"late": place == "end", "front": place == "front"}
    ticket.update(
        state="waiting", line=line, key=key, counter=None, running=None, reason="chosen:manager",
        turns=[*ticket["turns"], (line, key)], serial=next(reference.serial), **{"for": alone}, **more,
    )  # fmt: skip
    reference.offer(ticket, at)


def shift_ended(reference, counter, at):
    if counter not in reference.seats:
        raise errors.NotFound
    reference.resting.discard(reference.seats.pop(counter))
    reference.ready_since.pop(counter, None)
    reference.lets_go(counter, at)
