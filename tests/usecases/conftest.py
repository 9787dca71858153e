"""The reference that random days are judged by."""

from collections import Counter
from copy import deepcopy
from datetime import timedelta
from itertools import count

import pytest
from hall_visits import Visits

from queue_server.domain import errors
from queue_server.domain.numbering import service_day

ZONE = "Asia/Ho_Chi_Minh"
LINE_OF = {"birth": "A", "marriage": "A", "deed": "B"}
SKILLS = {1: ["A", "B"], 2: ["A"], 3: ["B"]}
"""Lines of each counter, the first-ranked first."""

USUAL = {"receiving": "appraising", "ready": "returned"}
"""Where the plain end of a handling at a counter takes a dossier."""
STEP_OF = {"receiving": "receive", "appraising": "appraise", "ready": "return", "returned": None}


class Reference(Visits):
    """The hall as plain dictionaries and lists: slow, obvious, and the judge of the real one."""

    def __init__(self):
        self.tickets = {}
        self.seats = {}
        self.last = {}
        self.series = Counter()
        self.serial = count(1)
        self.days = set()
        self.since = {}
        self.resting = set()
        self.automatic = False
        self.head_start = 30
        self.switched_off = set()
        self.ready_since = {}
        self.dossiers = {}

    def issue(self, ticket_id, service, priority, at, then=()):
        letter = LINE_OF[service]
        self.series[letter, service_day(at, ZONE)] += 1
        self.tickets[ticket_id] = {
            "id": ticket_id, "number": self.series[letter, service_day(at, ZONE)], "letter": letter, "line": letter,
            "issued": at, "key": int(at.timestamp()) - (60 * self.head_start if priority else 0), "state": "waiting",
            "counter": None,
            "misses": 0, "missed_at": None, "running": None, "serial": next(self.serial),
            "for": None, "returns": 0, "reason": None, "priority": priority, "step": None,
        }  # fmt: skip
        self.tickets[ticket_id].update(service=service, stops=[service, *then] if then else [], stop=0, party=None)
        self.tickets[ticket_id]["turns"] = [(letter, self.tickets[ticket_id]["key"])]
        return self.tickets[ticket_id]

    def check_in(self, ticket_id, priority, slot_at, at):
        """A citizen booked for that moment: as if 20 minutes earlier, at most ten before it; late, as anybody."""
        ticket = self.issue(ticket_id, "birth", priority, at)
        of_class = self.head_start if priority else 0
        if at <= slot_at + timedelta(minutes=10):
            start = max(20, of_class)
            arrived = max(at, slot_at - timedelta(minutes=10))
            key = min(ticket["key"], int(arrived.timestamp()) - 60 * start)
            ticket.update(key=key, reason="booked" if of_class <= 20 else None, start=start, turns=[("A", key)])
        return ticket

    def front(self, of, line):
        """The earliest key of the ticket's day, in one line or in all."""
        day = service_day(of["issued"], ZONE)
        turns = [turn for ticket in self.tickets.values() if service_day(ticket["issued"], ZONE) == day
                 for turn in ticket["turns"]]  # fmt: skip
        return min((key for where, key in turns if line in (None, where)), default=of["key"])

    def waiting(self, line):
        return self.in_order(ticket for ticket in self.tickets.values() if ticket["line"] == line and not ticket["for"])

    def waiting_for(self, counter, clerk):
        alone = {("counter", counter), ("clerk", clerk)}
        return self.in_order(ticket for ticket in self.tickets.values() if ticket["for"] in alone)

    def in_order(self, tickets):
        waiting = [ticket for ticket in tickets if ticket["state"] == "waiting"]
        return sorted(waiting, key=lambda ticket: (ticket["key"], ticket["issued"], ticket["number"], ticket["id"]))

    def counter_of(self, clerk):
        for counter, seated in self.seats.items():
            if seated == clerk:
                return counter
        raise errors.ShiftRequired

    def at(self, counter):
        for ticket in self.tickets.values():
            if ticket["counter"] == counter and ticket["state"] in {"called", "serving"}:
                return ticket
        return None

    def present(self, clerk, *states):
        ticket = self.at(self.counter_of(clerk))
        if ticket is None:
            raise errors.NoTicketAtCounter
        if ticket["state"] not in states:
            raise errors.IllegalMove
        return ticket

    def free(self, clerk):
        counter = self.counter_of(clerk)
        if self.at(counter):
            raise errors.CounterBusy
        return counter

    def ready(self, clerk):
        self.counter_of(clerk)
        if clerk in self.resting:
            raise errors.OnBreak
        return self.free(clerk)

    def back(self, clerk, at):
        self.counter_of(clerk)
        if clerk not in self.resting:
            raise errors.NotOnBreak
        self.resting.remove(clerk)

    def ends_running(self, ticket):
        """The dossier in hand goes on as usual; return what it was, when it did."""
        code = ticket["running"]
        dossier = self.dossiers.get(code)
        after = dossier and USUAL.get(dossier["state"])
        if after is None or ticket["step"] != STEP_OF[dossier["state"]]:
            return None
        before = (code, dict(dossier))
        dossier.update(state=after, changes=dossier["changes"] + 1)
        return before

    def change(self, clerk, ticket, at, *, undoable=True, follows=None, moved=None, **facts):
        """Write the change, and what undoing it would bring back."""
        before, counter = deepcopy(ticket), self.counter_of(clerk)
        ticket.update(facts, serial=next(self.serial))
        if facts.get("state") == "called":
            before["gathered"] = self.gathers(before, counter)
        self.last[counter] = (ticket["serial"], before, at, moved, follows) if undoable else None
        if ticket["state"] in {"called", "serving"}:
            self.ready_since.pop(counter, None)

    def calls_by_itself(self, counter):
        return self.automatic and counter not in self.switched_off

    def switch(self, clerk, at, on):
        counter = self.counter_of(clerk)
        if not self.automatic:
            raise errors.NotAutomatic
        (self.switched_off.discard if on else self.switched_off.add)(counter)
        self.ready_since.pop(counter, None)

    def go_on(self, clerk, at):
        counter = self.counter_of(clerk)
        if not self.calls_by_itself(counter):
            return None
        head = self.head(clerk)
        if head is None:
            self.ready_since[counter] = at
            return None
        return self.call_it(clerk, head, at, follows=self.last[counter])

    def offer(self, ticket, at):
        """The ready counter with the fewest lines calls it, of these the one that is ready longest."""
        able = [
            counter for counter in self.ready_since
            if (ticket["for"] in (("counter", counter), ("clerk", self.seats[counter])) if ticket["for"]
                else ticket["line"] in SKILLS[counter])
        ]  # fmt: skip
        if able:
            first = min(able, key=lambda counter: (len(SKILLS[counter]), self.ready_since[counter], counter))
            self.call_it(self.seats[first], ticket, at)

    def call_it(self, clerk, ticket, at, follows=None):
        reason = ticket["reason"] or ("priority" if ticket["priority"] else "order")
        self.change(clerk, ticket, at, state="called", counter=self.counter_of(clerk), reason=reason, follows=follows)
        return ticket

    def head(self, clerk):
        counter = self.counter_of(clerk)
        lists = [self.waiting_for(counter, clerk), *(self.waiting(line) for line in SKILLS[counter])]
        return next((tickets[0] for tickets in lists if tickets), None)

    def begin_day(self, at):
        """Return whether the day begins with this; then what earlier days left open is closed."""
        today = service_day(at, ZONE)
        if today in self.days:
            return False
        self.days.add(today)
        for ticket in self.tickets.values():
            stale = service_day(ticket["issued"], ZONE) < today
            if stale and ticket["state"] in {"waiting", "called", "serving", "held"}:
                ticket.update(state="expired", running=None, serial=next(self.serial))
        self.seats = {place: who for place, who in self.seats.items() if service_day(self.since[place], ZONE) >= today}
        self.resting &= set(self.seats.values())
        self.ready_since = {place: since for place, since in self.ready_since.items() if place in self.seats}
        return True

    def sit(self, clerk, counter, takeover, at):
        seated = self.seats.get(counter)
        if seated == clerk:
            return
        if seated is not None and not takeover:
            raise errors.CounterTaken
        left = [place for place, who in self.seats.items() if who == clerk]
        self.seats = {place: who for place, who in self.seats.items() if who != clerk and place != counter}
        self.ready_since = {place: since for place, since in self.ready_since.items() if place in self.seats}
        self.resting -= {clerk, seated}
        self.seats[counter] = clerk
        self.since[counter] = at
        self.last[counter] = None
        for place in left:
            self.lets_go(place, at)

    def leave(self, clerk, at):
        counter = self.free(clerk)
        del self.seats[counter]
        self.ready_since.pop(counter, None)
        self.resting.discard(clerk)
        self.lets_go(counter, at)

    def call(self, clerk, at):
        counter = self.ready(clerk)
        head = self.head(clerk)
        if head is not None:
            return self.call_it(clerk, head, at)
        if not self.calls_by_itself(counter):
            raise errors.NobodyWaiting
        self.ready_since[counter] = at
        return None

    def call_chosen(self, clerk, at, ticket_id, reason):
        counter, ticket = self.ready(clerk), self.tickets[ticket_id]
        if ticket["state"] != "waiting":
            raise errors.IllegalMove
        self.change(clerk, ticket, at, state="called", counter=counter, reason=f"chosen:{reason}")

    def walk_in(self, clerk, at, service, ticket_id):
        counter = self.ready(clerk)
        if LINE_OF[service] not in SKILLS[counter]:
            raise errors.NotServedHere
        ticket = self.issue(ticket_id, service, None, at)
        ticket.update(state="serving", counter=counter, reason="walk_in")
        self.last[counter] = None
        self.ready_since.pop(counter, None)
        return ticket

    def fetch(self, clerk, at):
        ticket = self.present(clerk, "serving")
        if ticket["returns"]:
            raise errors.ReturnedAlready
        self.change(clerk, ticket, at, state="away", running=None)

    def come_back(self, clerk, at, ticket_id):
        self.counter_of(clerk)
        ticket = self.tickets[ticket_id]
        if ticket["state"] != "away":
            raise errors.IllegalMove
        if service_day(ticket["issued"], ZONE) != service_day(at, ZONE):
            raise errors.OtherDay
        key = self.front(ticket, ticket["line"])
        self.change(
            clerk, ticket, at, state="waiting", counter=None, key=key, returns=1, front=True, late=False,
            reason="returned", turns=[*ticket["turns"], (ticket["line"], key)], **{"for": None},
        )  # fmt: skip
        self.offer(ticket, at)

    def reopen(self, ticket_id, at):
        ticket = self.tickets[ticket_id]
        if service_day(ticket["issued"], ZONE) != service_day(at, ZONE):
            raise errors.NotFound
        if ticket["state"] not in {"completed", "no_show", "cancelled"}:
            raise errors.IllegalMove
        missed = ticket["state"] == "no_show"
        ticket.update(
            state="waiting", counter=None, misses=ticket["misses"] - missed, serial=next(self.serial),
            reason="booked" if ticket["reason"] == "booked" else None,
            turns=[*ticket["turns"], (ticket["line"], ticket["key"])], **{"for": None},
        )  # fmt: skip
        self.offer(ticket, at)

    def recall(self, clerk, at):
        self.change(clerk, self.present(clerk, "called"), at, undoable=False)

    def start(self, clerk, at):
        self.change(clerk, self.present(clerk, "called"), at, state="serving")

    def miss(self, clerk, at):
        ticket = self.present(clerk, "called")
        self.change(clerk, ticket, at, state="no_show", misses=ticket["misses"] + 1, missed_at=at)
        return self.go_on(clerk, at)

    def hold(self, clerk, at, parked):
        self.change(clerk, self.present(clerk, "called", "serving"), at, state="held")

    def resume(self, clerk, at, ticket_id):
        counter, ticket = self.ready(clerk), self.tickets[ticket_id]
        if ticket["state"] != "held":
            raise errors.IllegalMove
        self.change(clerk, ticket, at, state="serving", counter=counter)

    def reinstate(self, clerk, at, ticket_id):
        self.counter_of(clerk)
        ticket = self.tickets[ticket_id]
        if ticket["state"] != "no_show":
            raise errors.IllegalMove
        keeps = ticket["misses"] == 1 and at - ticket["missed_at"] <= timedelta(minutes=15)
        key = ticket["key"] if keeps else int(at.timestamp())
        more = {} if keeps else {"late": True, "front": False}
        reason = "booked" if keeps and ticket["reason"] == "booked" else None
        more |= {"for": None} if len(ticket["turns"]) == 1 else {}
        self.change(
            clerk, ticket, at, state="waiting", key=key, counter=None, reason=reason,
            turns=[*ticket["turns"], (ticket["line"], key)], **more,
        )  # fmt: skip
        self.offer(ticket, at)

    def transfer(self, clerk, at, place, line=None, counter=None, to_clerk=None):
        ticket = self.at(self.counter_of(clerk))
        if ticket is None:
            raise errors.NoTicketAtCounter
        if ticket["line"] == line:
            raise errors.SameLine
        alone = None if line else ("counter", counter) if counter else ("clerk", to_clerk)
        if counter:
            line = ticket["line"] if ticket["line"] in SKILLS[counter] else SKILLS[counter][0]
        line = line or ticket["line"]
        front = self.front(ticket, None if alone else line)
        key = {"front": min(front, ticket["key"]), "original": ticket["key"], "end": int(at.timestamp())}[place]
        more = {} if place == "original" else {"late": place == "end", "front": place == "front"}
        self.change(
            clerk, ticket, at, state="waiting", line=line, key=key, counter=None, running=None, reason="transferred",
            turns=[*ticket["turns"], (line, key)], **{"for": alone}, **more,
        )  # fmt: skip
        self.offer(ticket, at)

    def dossier(self, clerk, at, code):
        ticket = self.present(clerk, "serving")
        if ticket["running"] == code:
            raise errors.DossierRepeated
        moved = self.ends_running(ticket)
        dossier = self.dossiers.setdefault(code, {"state": "receiving", "changes": 0})
        self.change(clerk, ticket, at, running=code, step=STEP_OF[dossier["state"]], moved=moved)

    def end_dossier(self, clerk, at):
        ticket = self.at(self.counter_of(clerk))
        if ticket is None:
            raise errors.NoTicketAtCounter
        if ticket["running"] is None:
            raise errors.NoDossierRunning
        self.change(clerk, ticket, at, running=None, moved=self.ends_running(ticket))

    def settle(self, code):
        """The back office has the result ready."""
        dossier = self.dossiers[code]
        if dossier["state"] != "appraising":
            raise errors.IllegalResult
        dossier.update(state="ready", changes=dossier["changes"] + 1)

    def undo(self, clerk, at):
        counter = self.counter_of(clerk)
        if self.last.get(counter) is None:
            raise errors.UndoTooLate
        serial, before, acted_at, moved, follows = self.last[counter]
        ticket = self.tickets[before["id"]]
        if ticket["serial"] != serial or at - acted_at > timedelta(seconds=6):
            raise errors.UndoTooLate
        if before["state"] in {"called", "serving"} and self.at(counter) not in (None, ticket):
            raise errors.CounterBusy
        if moved is not None:
            code, was = moved
            if self.dossiers[code]["changes"] != was["changes"] + 1:
                raise errors.UndoTooLate
            self.dossiers[code].update(state=was["state"])
        gathered = before.pop("gathered", [])
        ticket.clear()
        ticket.update(before, serial=next(self.serial))
        self.last[counter] = follows
        self.releases([self.tickets[each] for each in gathered], counter)
        if ticket["state"] in {"called", "serving"}:
            self.ready_since.pop(counter, None)
        if ticket["state"] == "waiting":
            self.offer(ticket, at)

    def cancel(self, ticket_id):
        ticket = self.tickets[ticket_id]
        if ticket["state"] != "waiting":
            raise errors.IllegalMove
        ticket.update(state="cancelled", serial=next(self.serial))


@pytest.fixture
def reference():
    return Reference
