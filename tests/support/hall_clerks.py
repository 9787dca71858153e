"""Clerks who sit down, press keys, rest and take back what they did, in the middle of a random day."""

from itertools import pairwise

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from queue_server.domain import errors
from queue_server.store.unit import Unit
from queue_server.usecases import seats, steps

LINE_OF = {"birth": "A", "marriage": "A", "deed": "B"}
CODE_OF = {"A": "civil", "B": "land"}
SENSIBLE = {
    "free": ["call", "call", "call", "call", "call_chosen", "walk_in", "undo", "rest", "back", "automatic"],
    "called": ["start", "start", "start", "start", "recall", "miss", "hold", "transfer", "replan"],
    "serving": ["complete", "complete", "complete", "dossier", "dossier", "dossier", "end_dossier", "hold", "transfer",
                "fetch", "replan"],
}  # fmt: skip
ASIDE = {"resume": "held", "reinstate": "no_show", "come_back": "away", "call_chosen": "waiting"}
MOVES = sorted({move for moves in SENSIBLE.values() for move in moves} | ASIDE.keys() | {"stay"})
GOALS = [{"line": "A"}, {"line": "B"}, *({"counter": number} for number in (1, 2, 3)),
         *({"to_clerk": clerk} for clerk in (0, 1, 2))]  # fmt: skip
PLACES = ["original", "front", "end"]
CHOICES = ["infirm", "companion", "correction", "manager"]
PLANS = [(), ("birth",), ("deed", "marriage")]
CLERKS = st.integers(0, 2)
SOME = st.sampled_from(range(60))
PAUSES = (0, 1, 4, 30)
WORK = st.binary(min_size=10, max_size=24)
"""Each byte and the one after it is a move: who, which, how soon, and whether it is taken back."""


class Works:
    """For a machine with a `hall` and its `reference`."""

    @rule(clerk=CLERKS, counter=st.integers(1, 3), takeover=st.booleans(), leaves=st.booleans())
    def clerk_changes_seat(self, clerk, counter, takeover, leaves):
        who = self.hall.clerks[clerk]
        if leaves:
            self.both(lambda: self.reference.leave(clerk, self.hall.at), lambda: self.leaves(who))
        self.both(
            lambda: self.reference.sit(clerk, counter, takeover, self.hall.at),
            lambda: self.hall.sits(who, counter, takeover=takeover),
        )
        self.did(seats.sit_down)

    def leaves(self, who):
        with Unit(self.hall.store) as unit:
            seats.leave(unit, centre_id=self.hall.centre_id, clerk_id=who, at=self.hall.at)
        self.did(seats.leave)

    @rule(work=WORK)
    def clerks_work(self, work):
        """Moves that the counters' tickets allow, one after the other; some are taken back at once."""
        for who, how in pairwise(work):
            clerk, some, regret = who % 3, who // 3, how % 2
            self.hall.passes(PAUSES[how // 2 % len(PAUSES)])
            moves = self.sensible(clerk)
            self.clerk_presses(clerk, moves[some % len(moves)], some)
            if regret == 0:
                self.every_ticket_is_where_the_reference_has_it()
                self.clerk_does(clerk, "undo")
            self.every_ticket_is_where_the_reference_has_it()
            self.the_journal_alone_tells_the_same_turns()

    def sensible(self, clerk):
        """What a clerk may want to do now: first to bring back whom there is to bring back."""
        counters = [place[0] for place, who in self.reference.seats.items() if who == clerk]
        ticket = self.reference.at(counters[0]) if counters else None
        if ticket is not None:
            more_to_do = ticket["state"] == "serving" and ticket["stops"][ticket["stop"] + 1 :]
            more = 4 * ["stay"] * bool(more_to_do) + 4 * ["end_dossier"] * bool(ticket["running"])
            return SENSIBLE[ticket["state"]] + more
        states = {each["state"] for each in self.reference.tickets.values()}
        return SENSIBLE["free"] + 3 * [move for move in ("resume", "reinstate", "come_back") if ASIDE[move] in states]

    @rule(clerk=CLERKS, move=st.sampled_from(MOVES), some=SOME)
    def clerk_presses(self, clerk, move, some):
        if move == "dossier":
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
        elif move == "automatic":
            self.clerk_does(clerk, move, on=some % 2 == 0)
        elif move in {"call", "complete", "miss"}:
            expected, answer = self.clerk_does(clerk, move)
            assert ((answer or {}).get("ticket") or {}).get("id") == (expected or {}).get("id")
        elif move in ASIDE:
            self.brings_back(clerk, move, some)
        else:
            self.clerk_does(clerk, move)

    def clerk_does(self, clerk, move, **facts):
        names = {"line": "line_code", "code": "text", "to_clerk": "clerk"}
        given = {names.get(name, name): CODE_OF.get(value, value) for name, value in facts.items()}
        if move == "transfer":
            given["note"] = None
        if "to_clerk" in facts:
            given["clerk"] = self.hall.clerks[facts["to_clerk"]]
        expected, answer = self.both(
            lambda: getattr(self.reference, {"automatic": "switch"}.get(move, move))(clerk, self.hall.at, **facts),
            lambda: self.hall.does(self.hall.clerks[clerk], move, **given),
        )
        if answer is not None:
            self.did(self.hall.KEYS[move])
        return expected, answer

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
        self.did(self.hall.KEYS["walk_in"])
        ticket = self.reference.walk_in(clerk, self.hall.at, service, given["id"])
        assert given["label"] == f"{ticket['letter']}{ticket['number']:03}"

    @precondition(lambda self: self.reference.dossiers)
    @rule(some=SOME)
    def the_back_office_has_a_result_ready(self, some):
        dossiers = self.reference.dossiers
        codes = sorted(code for code in dossiers if dossiers[code]["state"] == "appraising") or sorted(dossiers)
        code = codes[some % len(codes)]
        facts = {"centre_id": self.hall.centre_id, "clerk_id": self.hall.clerks[2], "code": code, "at": self.hall.at}

        def settles():
            with Unit(self.hall.store) as unit:
                steps.begin_step(unit, **facts)
                steps.end_step(unit, **facts, result="ready")
            self.did(steps.begin_step)
            self.did(steps.end_step)

        self.both(lambda: self.reference.settle(code), settles)

    def any_ticket(self, some):
        tickets = list(self.reference.tickets)
        return tickets[some % len(tickets)]
