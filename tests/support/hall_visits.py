"""What the reference of plain lists knows of visits with several services."""

LINE_OF = {"birth": "A", "marriage": "A", "deed": "B"}


class Visits:
    """The part of the reference for visits: a mixin."""

    def onward(self, clerk, ticket, at):
        stop = ticket["stop"] + 1
        service, key = ticket["stops"][stop], ticket["turns"][0][1]
        self.change(
            clerk, ticket, at, state="waiting", counter=None, running=None, moved=self.ends_running(ticket),
            reason="onward", stop=stop, service=service, line=LINE_OF[service], key=key, late=False, front=False,
            turns=[*ticket["turns"], (LINE_OF[service], key)], **{"for": None},
        )  # fmt: skip
        self.offer(ticket, at)

    def replan(self, clerk, at, services):
        ticket = self.present(clerk, "called", "served")
        stops = [*(ticket["stops"][: ticket["stop"] + 1] or [ticket["service"]]), *services]
        self.change(clerk, ticket, at, stops=stops if len(stops) > 1 else [])
