"""What the reference of plain lists knows of visits with several services and of people who come together."""

from queue_server.domain import errors

LINE_OF = {"birth": "A", "marriage": "A", "deed": "B"}


class Visits:
    """The part of the reference for visits and parties: a mixin."""

    def complete(self, clerk, at):
        ticket = self.present(clerk, "serving")
        if ticket["stops"][ticket["stop"] + 1 :]:
            self.onward(clerk, ticket, at)
        else:
            self.change(clerk, ticket, at, state="completed", running=None, moved=self.ends_running(ticket))
        return self.go_on(clerk, at)

    def onward(self, clerk, ticket, at):
        stop = ticket["stop"] + 1
        service, key = ticket["stops"][stop], ticket["turns"][0][1]
        self.change(
            clerk, ticket, at, state="waiting", counter=None, running=None, moved=self.ends_running(ticket),
            reason="onward", stop=stop, service=service, line=LINE_OF[service], key=key, late=False, front=False,
            turns=[*ticket["turns"], (LINE_OF[service], key)], **{"for": None},
        )  # fmt: skip
        self.offer(ticket, at)

    def stay(self, clerk, at):
        ticket, counter = self.present(clerk, "serving"), self.counter_of(clerk)
        if not ticket["stops"][ticket["stop"] + 1 :]:
            raise errors.NothingToCome
        stop = ticket["stop"] + 1
        service, key = ticket["stops"][stop], ticket["turns"][0][1]
        if LINE_OF[service] not in self.skills[counter]:
            raise errors.NotServedHere
        self.change(
            clerk, ticket, at, running=None, moved=self.ends_running(ticket), reason="stayed", stop=stop,
            service=service, line=LINE_OF[service], key=key, late=False, front=False,
            turns=[*ticket["turns"], (LINE_OF[service], key)], **{"for": None},
        )  # fmt: skip

    def replan(self, clerk, at, services):
        ticket = self.present(clerk, "called", "serving")
        stops = [*(ticket["stops"][: ticket["stop"] + 1] or [ticket["service"]]), *services]
        self.change(clerk, ticket, at, stops=stops if len(stops) > 1 else [])

    def issue_party(self, ids, service, priority, at, then=()):
        tickets = [self.issue(each, service, priority, at, then) for each in ids]
        for ticket in tickets:
            ticket["party"] = ids[0] if len(ids) > 1 else None
        return tickets

    def gathers(self, called, counter):
        """Those who came with the called one and stand in the same line wait for its counter; their ids."""
        if called["party"] is None or len(called["turns"]) > 1 or called["reason"] == "companion":
            return []
        others = [
            ticket for ticket in self.tickets.values()
            if ticket["party"] == called["party"] and ticket["state"] == "waiting" and len(ticket["turns"]) == 1
            and ticket["line"] == called["line"] and ticket["for"] is None
        ]  # fmt: skip
        for ticket in others:
            ticket.update({"for": ("counter", counter), "reason": "companion", "serial": next(self.serial)})
        return [ticket["id"] for ticket in others]

    def releases(self, tickets, counter):
        """Those of them that still wait for the counter as companions stand in their line again."""
        gone = [
            ticket for ticket in tickets
            if (ticket["state"], ticket["for"], ticket["reason"]) == ("waiting", ("counter", counter), "companion")
        ]  # fmt: skip
        for ticket in gone:
            ticket.update({"for": None, "reason": None, "serial": next(self.serial)})
        return gone

    def lets_go(self, counter, at):
        """Nobody works at the counter any more: its companions stand in their lines again."""
        if all(clerk in self.resting for clerk in self.clerks_at(counter)):
            for ticket in self.in_order(self.releases(list(self.tickets.values()), counter)):
                if ticket["state"] == "waiting" and ticket["for"] is None:
                    self.offer(ticket, at)
