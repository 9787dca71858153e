"""The figures that the manager is shown, told once more from the journal alone."""

from collections import Counter

from queue_server.domain.numbering import service_day
from queue_server.store.moments import maybe_ms
from queue_server.store.reports import day_view, seconds
from queue_server.store.setup import setup_of
from queue_server.store.views import moment

ZONE = "Asia/Ho_Chi_Minh"

LINE_OF_IDS = ("birth", "marriage", "deed")
"""Services in the order of their ids."""


class JudgesFigures:
    """For a machine with a `hall`, its `reference` and a `replay` of the journal."""

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
