"""What the reference of plain lists knows of the keys at a counter: each does one thing to one ticket."""

from datetime import timedelta

from hall_visits import LINE_OF

from queue_server.domain import errors
from queue_server.domain.numbering import service_day

ZONE = "Asia/Ho_Chi_Minh"


class Desk:
    """The part of the reference for the moves of a ticket: a mixin."""

    def here(self, clerk):
        ticket = self.at(self.awake(clerk))
        if ticket is None:
            raise errors.NoTicketAtCounter
        return ticket

    def present(self, clerk, *states):
        ticket = self.here(clerk)
        if ticket["state"] not in states:
            raise errors.IllegalMove
        return ticket

    def named(self, ticket_id, state):
        ticket = self.tickets[ticket_id]
        if ticket["state"] != state:
            raise errors.IllegalMove
        return ticket

    def call(self, clerk, at):
        counter = self.ready(clerk)
        head = self.head(clerk)
        if head is not None:
            return self.call_it(clerk, head, at)
        if not self.calls_by_itself(counter):
            raise errors.NobodyWaiting
        self.ready_since[clerk] = at
        return None

    def call_it(self, clerk, ticket, at, follows=None):
        self.nobody_is_overtaken_by_more_than_the_head_start(ticket)
        reason = ticket["reason"] or ("priority" if ticket["priority"] else "order")
        self.change(
            clerk, ticket, at, state="called", counter=self.counter_of(clerk), reason=reason, recalls=0, follows=follows
        )
        return ticket

    def nobody_is_overtaken_by_more_than_the_head_start(self, called):
        """Of those with one head start who came first is first; others are passed by no more than the difference."""
        if called["for"] or called.get("front"):
            return
        for other in self.waiting(called["line"]):
            if other.get("late") or other is called:
                continue
            if called["start"] == other["start"] and "booked" not in {called["reason"], other["reason"]}:
                assert (called["issued"], called["number"]) <= (other["issued"], other["number"]), "first in, first out"
            assert called["issued"] <= other["issued"] + timedelta(minutes=called["start"])

    def call_chosen(self, clerk, at, ticket_id, reason):
        counter, ticket = self.ready(clerk), self.named(ticket_id, "waiting")
        self.change(clerk, ticket, at, state="called", counter=counter, reason=f"chosen:{reason}", recalls=0)

    def walk_in(self, clerk, at, service, ticket_id):
        counter = self.ready(clerk)
        if LINE_OF[service] not in self.skills[counter]:
            raise errors.NotServedHere
        ticket = self.issue(ticket_id, service, None, at)
        ticket.update(state="serving", counter=counter, reason="walk_in")
        self.remember(counter, None, busy=True)
        return ticket

    def recall(self, clerk, at):
        ticket = self.present(clerk, "called")
        self.change(clerk, ticket, at, undoable=False, recalls=ticket["recalls"] + 1)

    def start(self, clerk, at):
        self.change(clerk, self.present(clerk, "called"), at, state="serving")

    def miss(self, clerk, at):
        ticket = self.present(clerk, "called")
        if ticket["recalls"] < self.recalls:
            raise errors.RecallFirst
        self.change(clerk, ticket, at, state="no_show", misses=ticket["misses"] + 1, missed_at=at)
        return self.go_on(clerk, at)

    def hold(self, clerk, at, parked):
        self.change(clerk, self.present(clerk, "called", "serving"), at, state="held")

    def resume(self, clerk, at, ticket_id):
        counter, ticket = self.ready(clerk), self.named(ticket_id, "held")
        self.change(clerk, ticket, at, state="serving", counter=counter)

    def reinstate(self, clerk, at, ticket_id):
        self.counter_of(clerk)
        ticket = self.named(ticket_id, "no_show")
        self.joins(clerk, ticket, at, ticket["line"], **self.again(ticket, at))

    def again(self, ticket, at):
        """What becomes of a no-show that waits again."""
        keeps = ticket["misses"] == 1 and at - ticket["missed_at"] <= timedelta(minutes=self.grace)
        key = ticket["key"] if keeps else int(at.timestamp())
        more = {} if keeps else {"late": True, "front": False}
        more |= {"for": None} if ticket["party"] and len(ticket["turns"]) == 1 else {}
        reason = "booked" if key == ticket["key"] and ticket["reason"] == "booked" else None
        return {"key": key, "reason": reason} | more

    def fetch(self, clerk, at):
        ticket = self.present(clerk, "serving")
        if ticket["returns"]:
            raise errors.ReturnedAlready
        self.change(clerk, ticket, at, state="away", running=None)

    def come_back(self, clerk, at, ticket_id):
        self.counter_of(clerk)
        ticket = self.named(ticket_id, "away")
        if service_day(ticket["issued"], ZONE) != service_day(at, ZONE):
            raise errors.OtherDay
        key = self.front(ticket, ticket["line"])
        self.joins(
            clerk,
            ticket,
            at,
            ticket["line"],
            key,
            reason="returned",
            returns=1,
            front=True,
            late=False,
            **{"for": None},
        )

    def transfer(self, clerk, at, place, line=None, counter=None, to_clerk=None):
        ticket = self.here(clerk)
        if ticket["line"] == line:
            raise errors.SameLine
        alone = None if line else ("counter", counter) if counter else ("clerk", to_clerk)
        self.joins(clerk, ticket, at, *self.goal(ticket, line, alone, place, at), reason="transferred")

    def goal(self, ticket, line, alone, place, at):
        """The line, the sort key and whom alone it waits for, of a ticket that is sent there."""
        if alone and alone[0] == "counter" and ticket["line"] not in self.skills[alone[1]]:
            line = min(self.skills[alone[1]], key=lambda each: (self.skills[alone[1]][each], each))
        line = line or ticket["line"]
        front = min(self.front(ticket, None if alone else line), ticket["key"])
        key = {"front": front, "original": ticket["key"], "end": int(at.timestamp())}[place]
        more = {} if place == "original" else {"late": place == "end", "front": place == "front"}
        return line, key, {"for": alone} | more

    def joins(self, clerk, ticket, at, line, key, goal=None, **facts):
        """Another turn of the ticket begins in a line."""
        turns = [*ticket["turns"], (line, key)]
        self.change(
            clerk, ticket, at, state="waiting", line=line, key=key, counter=None, running=None, turns=turns,
            **facts, **(goal or {}),
        )  # fmt: skip
        self.offer(ticket, at)

    def end_dossier(self, clerk, at):
        ticket = self.here(clerk)
        if ticket["running"] is None:
            raise errors.NoDossierRunning
        self.change(clerk, ticket, at, running=None, moved=self.ends_running(ticket))

    def cancel(self, ticket_id):
        self.named(ticket_id, "waiting").update(state="cancelled", serial=next(self.serial))
