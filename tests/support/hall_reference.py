"""The hall as plain dictionaries and lists: slow, obvious, and the judge of the real one."""

from collections import Counter
from copy import deepcopy
from datetime import timedelta
from itertools import count

from hall_bookings import Bookings
from hall_desk import Desk
from hall_people import SKILLS, ZONE, People
from hall_visits import LINE_OF, Visits

from queue_server.domain import errors
from queue_server.domain.numbering import service_day

USUAL = {"receiving": "appraising", "ready": "returned"}
"""Where the plain end of a handling at a counter takes a dossier."""
STEP_OF = {"receiving": "receive", "appraising": "appraise", "ready": "return", "returned": None}
OPEN = {"waiting", "called", "serving", "held"}


class Reference(Desk, Visits, Bookings, People):
    """Tickets, the order in which they are called, dossiers, undoing and the turn of the day."""

    def __init__(self):
        self.tickets = {}
        self.series = Counter()
        self.serial = count(1)
        self.days = set()
        self.dossiers = {}
        self.appointments = {}
        self.seats = {}
        self.since = {}
        self.resting = set()
        self.last = {}
        self.ready_since = {}
        self.switched_off = set()
        self.skills = {counter: dict(lines) for counter, lines in SKILLS.items()}
        self.kept = {}
        self.automatic = False
        self.head_start = 30
        self.recalls = 0
        self.grace = 15

    def issue(self, ticket_id, service, priority, at, then=(), number=None):
        """`number` is one of a kiosk's reserve, otherwise it is the next of the line's day."""
        letter, start = LINE_OF[service], self.head_start if priority else 0
        if number is None:
            self.series[letter, service_day(at, ZONE)] += 1
            number = self.series[letter, service_day(at, ZONE)]
        key = int(at.timestamp()) - 60 * start
        self.tickets[ticket_id] = {
            "id": ticket_id, "number": number, "letter": letter, "line": letter, "issued": at, "key": key,
            "start": start, "state": "waiting", "counter": None, "misses": 0, "missed_at": None, "recalls": 0,
            "running": None, "step": None, "serial": next(self.serial), "for": None, "returns": 0, "reason": None,
            "priority": priority, "service": service, "stops": [service, *then] if then else [], "stop": 0,
            "party": None, "turns": [(letter, key)],
        }  # fmt: skip
        return self.tickets[ticket_id]

    def take_in(self, ticket_id, number, service, priority, issued, today):
        """A number that a kiosk gave alone is told: it waits since then, or its day is over."""
        ticket = self.issue(ticket_id, service, priority, issued, number=number)
        if service_day(issued, ZONE) < today:
            ticket["state"] = "expired"
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
        return sorted((ticket for ticket in tickets if ticket["state"] == "waiting"), key=self.place)

    def place(self, ticket):
        return ticket["key"], ticket["issued"], ticket["number"], ticket["id"]

    def at(self, counter):
        for ticket in self.tickets.values():
            if ticket["counter"] == counter and ticket["state"] in {"called", "serving"}:
                return ticket
        return None

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

    def dossier(self, clerk, at, code):
        ticket = self.present(clerk, "serving")
        if ticket["running"] == code:
            raise errors.DossierRepeated
        moved = self.ends_running(ticket)
        dossier = self.dossiers.setdefault(code, {"state": "receiving", "changes": 0, "handled": 0})
        dossier["handled"] += 1
        self.change(clerk, ticket, at, running=code, step=STEP_OF[dossier["state"]], moved=moved)

    def unsees(self, code):
        """Its beginning is taken back; a dossier that nobody else has handled was never there."""
        dossier = self.dossiers[code]
        dossier["handled"] -= 1
        if (dossier["handled"], dossier["changes"]) == (0, 0):
            del self.dossiers[code]

    def settle(self, code):
        """The back office has the result ready."""
        dossier = self.dossiers[code]
        if dossier["state"] != "appraising":
            raise errors.IllegalResult
        dossier.update(state="ready", changes=dossier["changes"] + 1)

    def change(self, clerk, ticket, at, *, undoable=True, follows=None, moved=None, **facts):
        """Write the change, and what undoing it would bring back."""
        before, counter = deepcopy(ticket), self.counter_of(clerk)
        ticket.update(facts, serial=next(self.serial))
        if facts.get("state") == "called":
            before["gathered"] = self.gathers(before, counter)
        last = (ticket["serial"], before, at, moved, follows) if undoable else None
        self.remember(counter, last, busy=ticket["state"] in {"called", "serving"})

    def undo(self, clerk, at):
        counter = self.counter_of(clerk)
        if self.last.get(clerk) is None:
            raise errors.UndoTooLate
        serial, before, acted_at, moved, follows = self.last[clerk]
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
        if ticket["running"] not in (None, before["running"]):
            self.unsees(ticket["running"])
        gathered = before.pop("gathered", [])
        ticket.clear()
        ticket.update(before, serial=next(self.serial))
        self.remember(counter, follows, busy=ticket["state"] in {"called", "serving"})
        self.releases([self.tickets[each] for each in gathered], counter)
        if ticket["state"] == "waiting":
            self.offer(ticket, at)

    def begin_day(self, at):
        """Return whether the day begins with this; then what earlier days left open is closed."""
        today = service_day(at, ZONE)
        if today in self.days:
            return False
        self.days.add(today)
        for ticket in self.tickets.values():
            if ticket["state"] in OPEN and service_day(ticket["issued"], ZONE) < today:
                ticket.update(state="expired", running=None, serial=next(self.serial))
        self.new_day(today, at)
        return True
