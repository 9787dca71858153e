"""A supervisor who puts things right in the middle of a random day, in the hall and in its reference."""

from hall_visits import LINE_OF
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from queue_server.domain import errors
from queue_server.domain.centre_document import document_of, fingerprint_of
from queue_server.domain.numbering import service_day
from queue_server.store.centre_export import export_centre
from queue_server.store.staff import Staff
from queue_server.store.unit import Unit
from queue_server.usecases import access, administration, skills_today, steering
from queue_server.usecases.returning import reopen

ZONE = "Asia/Ho_Chi_Minh"
CODE_OF = {"A": "civil", "B": "land"}
GOALS = [{}, {"line": "A"}, {"line": "B"}, {"counter": 1}, {"counter": 2}, {"counter": 3}]
LINES = [{"A": 1, "B": 2}, {"A": 2, "B": 1}, {"A": 1, "B": 1}, {"A": 1}, {"B": 1}]
OPEN = {"waiting", "called", "serving", "held"}
COUNTERS = st.integers(1, 3)


class Supervises:
    """For a machine with a `hall` and its `reference`."""

    @rule(counter=COUNTERS, how=st.sampled_from(["complete", "end", "no_show", "back"]))
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
        if service_day(ticket["issued"], ZONE) == service_day(self.hall.at, ZONE):
            self.both(
                lambda: reopened(self.reference, ticket, self.hall.at),
                lambda: self.steers(reopen, label=f"{ticket['letter']}{ticket['number']:03}"),
            )

    @rule(counter=COUNTERS)
    def supervisor_ends_the_shift(self, counter):
        self.both(
            lambda: self.reference.shift_ended(counter, self.hall.at),
            lambda: self.steers(steering.end_shifts_at, number=counter),
        )

    @precondition(lambda self: self.reference.tickets)
    @rule(some=st.integers(0, 59))
    def supervisor_cancels(self, some):
        ticket = self.one_of_today(some, "waiting")
        if ticket is not None:
            self.both(
                lambda: self.reference.cancel(ticket["id"]),
                lambda: self.steers(steering.cancel_ticket_of, label=f"{ticket['letter']}{ticket['number']:03}"),
            )

    @precondition(lambda self: self.reference.tickets)
    @rule(some=st.integers(0, 59))
    def supervisor_reinstates(self, some):
        ticket = self.one_of_today(some, "no_show")
        if ticket is not None:
            self.both(
                lambda: reinstated(self.reference, ticket, self.hall.at),
                lambda: self.steers(steering.reinstate_ticket, label=f"{ticket['letter']}{ticket['number']:03}"),
            )

    def one_of_today(self, some, state):
        """A ticket in the state, or any when there is none; None when nobody has come today."""
        today = service_day(self.hall.at, ZONE)
        tickets = [each for each in self.reference.tickets.values() if service_day(each["issued"], ZONE) == today]
        fitting = [ticket for ticket in tickets if ticket["state"] == state] or tickets
        return fitting[some % len(fitting)] if fitting else None

    @rule(counter=COUNTERS)
    def supervisor_ends_the_breaks(self, counter):
        self.both(
            lambda: self.reference.breaks_ended(counter),
            lambda: self.steers(steering.end_breaks_at, number=counter),
        )

    @rule(counter=COUNTERS, skills=st.sampled_from([*LINES, None]))
    def supervisor_gives_the_counter_other_lines_today(self, counter, skills):
        self.both(
            lambda: self.reference.set_skills(counter, skills, self.hall.at),
            lambda: self.steers(skills_today.set_skills_today, number=counter, skills=coded(skills)),
        )

    @rule(automatic=st.booleans(), head_start=st.sampled_from([0, 30, 60, 1440]), counter=COUNTERS,
          skills=st.sampled_from(LINES))  # fmt: skip
    def administrator_changes_the_rules(self, automatic, head_start, counter, skills):
        facts = {"note": "", "staff": self.staff(0), "at": self.hall.at}

        def changes(unit):
            now = document_of(export_centre(unit.connection, self.hall.centre_id))
            entries = [each | ({"skills": coded(skills)} if each["number"] == counter else {})
                       for each in now["counters"]]  # fmt: skip
            classes = [each | {"head_start_minutes": head_start} for each in now["priority_classes"]]
            work = now.get("work", {}) | {"automatic_call": automatic}
            document = now | {"counters": entries, "priority_classes": classes, "work": work}
            return administration.put_in_force(
                unit, centre_id=self.hall.centre_id, document=document, based_on=fingerprint_of(now), **facts
            )

        self.hall.commands(changes)
        self.did(administration.put_in_force)
        self.reference.reform(self.hall.at, automatic=automatic, head_start=head_start, skills={counter: skills})

    @rule(clerk=st.integers(0, 2), elsewhere=st.booleans())
    def clerk_signs_out_or_looks_at_another_centre(self, clerk, elsewhere):
        self.reference.sign_out(clerk)
        with Unit(self.hall.store) as unit:
            if elsewhere:
                access.change_centre(unit, staff=self.staff(clerk), token="none", code="test", at=self.hall.at)
            else:
                access.sign_out(unit, staff=self.staff(clerk), token="none", at=self.hall.at)
        self.did(access.change_centre if elsewhere else access.sign_out)

    @invariant()
    def every_counter_has_the_lines_and_the_clerks_of_the_reference(self):
        kept = {}
        for counter, line, rank in self.rows("SELECT counter_id, line_id, rank FROM skill"):
            kept.setdefault(counter, {})["AB"[line - 1]] = rank
        assert kept == self.reference.skills
        rows = self.rows(
            "SELECT sh.counter_id, sh.seat, sh.clerk_id, b.id FROM shift sh"
            " LEFT JOIN shift_break b ON b.shift_id = sh.id AND b.ended_at IS NULL WHERE sh.ended_at IS NULL"
        )
        seated = {(counter, seat): (clerk, pause is not None) for counter, seat, clerk, pause in rows}
        reference = self.reference
        assert seated == {
            place: (self.hall.clerks[who], who in reference.resting) for place, who in reference.seats.items()
        }

    @invariant()
    def no_counter_is_ready_while_somebody_waits_whom_it_may_call(self):
        ready = self.rows("SELECT clerk_id FROM shift WHERE ready_since IS NOT NULL AND ended_at IS NULL")
        assert sorted(clerk for (clerk,) in ready) == sorted(
            self.hall.clerks[who] for who in self.reference.ready_since
        )
        for clerk in self.reference.ready_since:
            assert clerk not in self.reference.resting
            assert self.reference.at(self.reference.counter_of(clerk)) is None
            assert self.reference.head(clerk) is None

    def staff(self, clerk):
        return Staff(
            id=self.hall.clerks[clerk], centre_id=self.hall.centre_id, login=f"clerk{clerk + 1}", name="Cán bộ",
            roles=["clerk"],
        )  # fmt: skip

    def steers(self, use_case, **facts):
        answer = self.hall.commands(
            lambda unit: use_case(
                unit,
                centre_id=self.hall.centre_id,
                actor_id=self.hall.clerks[0],
                reason="quên kết thúc",
                at=self.hall.at,
                **facts,
            )
        )
        self.did(use_case)
        return answer


def coded(skills):
    return None if skills is None else {CODE_OF[line]: rank for line, rank in skills.items()}


def settled(reference, counter, how, at):
    ticket = reference.at(counter)
    if ticket is None:
        raise errors.NoTicketAtCounter
    if how == "back":
        sent(reference, ticket, ticket["line"], None, "original", at)
    elif ticket["state"] != {"complete": "serving", "end": "serving", "no_show": "called"}[how]:
        raise errors.IllegalMove
    elif how == "complete" and ticket["stops"][ticket["stop"] + 1 :]:
        goes_onward(reference, ticket, at)
    elif how in ("complete", "end"):
        reference.ends_running(ticket)
        ticket.update(state="completed", running=None, serial=next(reference.serial))
    else:
        ticket.update(state="no_show", misses=ticket["misses"] + 1, missed_at=at, serial=next(reference.serial))


def goes_onward(reference, ticket, at):
    stop = ticket["stop"] + 1
    service, key = ticket["stops"][stop], ticket["turns"][0][1]
    reference.ends_running(ticket)
    ticket.update(
        state="waiting", counter=None, running=None, reason="onward", stop=stop, service=service,
        line=LINE_OF[service], key=key, late=False, front=False, turns=[*ticket["turns"], (LINE_OF[service], key)],
        serial=next(reference.serial), recalls=0, **{"for": None},
    )  # fmt: skip
    reference.offer(ticket, at)


def moved(reference, ticket, place, at, line=None, counter=None):
    alone = None if counter is None else ("counter", counter)
    goes_to = reference.goal(ticket, line, alone, place, at)[0]
    if place == "original" and (goes_to, alone) == (ticket["line"], ticket["for"]):
        raise errors.SameLine
    if ticket["state"] not in OPEN:
        raise errors.IllegalMove
    sent(reference, ticket, line, alone, place, at)


def sent(reference, ticket, line, alone, place, at):
    line, key, goal = reference.goal(ticket, line, alone, place, at)
    ticket.update(
        state="waiting", line=line, key=key, counter=None, running=None, reason="chosen:manager", recalls=0,
        turns=[*ticket["turns"], (line, key)], serial=next(reference.serial), **goal,
    )  # fmt: skip
    reference.offer(ticket, at)


def reinstated(reference, ticket, at):
    reference.named(ticket["id"], "no_show")
    again = reference.again(ticket, at)
    ticket.update(
        state="waiting", counter=None, running=None, serial=next(reference.serial), recalls=0,
        turns=[*ticket["turns"], (ticket["line"], again["key"])], **again,
    )  # fmt: skip
    reference.offer(ticket, at)


def reopened(reference, ticket, at):
    if ticket["state"] not in {"completed", "no_show", "cancelled"}:
        raise errors.IllegalMove
    missed = ticket["state"] == "no_show"
    ticket.update(
        state="waiting", counter=None, misses=ticket["misses"] - missed, serial=next(reference.serial), recalls=0,
        reason="booked" if ticket["reason"] == "booked" else None,
        turns=[*ticket["turns"], (ticket["line"], ticket["key"])], **{"for": None},
    )  # fmt: skip
    reference.offer(ticket, at)
