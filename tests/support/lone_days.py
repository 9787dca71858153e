"""Random days of three kiosks before the real server: everything that can break does, at every point."""

import importlib.util
import shutil
import sqlite3
import sys
from collections import defaultdict
from contextlib import closing, suppress
from datetime import datetime
from itertools import count
from pathlib import Path

import lone_judges
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from lease_kiosks import set_reserve
from lone_boxes import PRINTERS, Box
from lone_judges import Touch

from queue_server.domain.errors import DomainError
from queue_server.domain.ids import fingerprint
from queue_server.domain.numbering import service_day
from queue_server.store.engine import Store
from queue_server.store.migrate import migrate
from queue_server.store.schema_devices import DeviceRow
from queue_server.store.unit import Unit
from queue_server.usecases.days import begin_due_days
from queue_server.usecases.slips import reprint_slip

KIOSKS = some.sampled_from([0, 0, 1, 2])
SERVICES = some.sampled_from(["birth", "birth", "deed"])
WAYS = some.sampled_from([None, None, "down", "down", "deaf", "broken", "late"])
"""How the way to the server is for one touch alone; None: as it is."""
CLOSED = {"agent.no_reserve", "agent.no_clock", "agent.needs_server", "server.unreachable"}


class Days(RuleBasedStateMachine):
    """Citizens at three kiosks, a clerk, and networks, disks, printers, processes and a server that fail."""

    def __init__(self, site, folder):
        super().__init__()
        self.site, self.hall, self.folder = site, site.hall, folder
        self.boxes = []
        for number in range(3):
            (folder / f"box{number}").mkdir()
            self.boxes.append(Box(site, folder / f"box{number}", f"token-{number}"))
        self.keys = count()
        self.touches, self.of_kiosk = {}, defaultdict(list)
        self.lost, self.gone, self.forgotten = set(), set(), set()
        self.called, self.copied = None, None
        for number in range(3):
            self.the_agent_works(number)

    @rule(kiosk=KIOSKS, service=SERVICES, way=WAYS)
    def citizen_touches(self, kiosk, service, way):
        touch = Touch(f"request-{next(self.keys):04}", kiosk, service, self.hall.at, self.boxes[kiosk].honest)
        self.touches[touch.key] = touch
        self.of_kiosk[kiosk].append(touch)
        self.asks(touch, way)

    @rule(kiosk=KIOSKS, back=some.integers(1, 4), way=WAYS)
    def citizen_touches_again(self, kiosk, back, way):
        """The page sends the same request once more, also after others."""
        for touch in self.of_kiosk[kiosk][-back:][:1]:
            if touch.ticket is None:
                touch.came, touch.honest = self.hall.at, self.boxes[kiosk].honest
            self.asks(touch, way)

    @rule(kiosk=KIOSKS, back=some.integers(0, 2), way=WAYS)
    def somebody_starts_a_second_process(self, kiosk, back, way):
        """It answers one request, a new one or one again, and is ended."""
        if back == 0 or not self.of_kiosk[kiosk]:
            touch = Touch(f"request-{next(self.keys):04}", kiosk, "birth", self.hall.at, honest=False)
            self.touches[touch.key] = touch
            self.of_kiosk[kiosk].append(touch)
        else:
            touch = self.of_kiosk[kiosk][-back:][0]
            touch.honest = touch.honest and touch.ticket is not None
        self.asks(touch, way, second=True)

    def asks(self, touch, way, *, second=False):
        box = self.boxes[touch.kiosk]
        before, box.wire.state = box.wire.state, way or box.wire.state
        answer = (box.takes_at_a_second_process if second else box.takes)(touch.key, touch.service)
        box.wire.state = before
        if answer.status_code != 201:
            assert answer.json["code"] in CLOSED, answer.json
            assert touch.ticket is None or touch.key in self.lost, "what was answered once is answered again"
            return
        ticket, label, issued = answer.json["id"], answer.json["label"], answer.json["issued_at"]
        if touch.ticket is None:
            touch.ticket, touch.label, touch.issued = ticket, label, datetime.fromisoformat(issued)
            touch.alone = answer.json.get("offline", False)
            if touch.alone and touch.honest:
                today = service_day(self.hall.at, lone_judges.ZONE).isoformat()
                assert box.day_of(ticket) == today, "a number of the day of its touch"
        assert (touch.ticket, touch.label) == (ticket, label) or touch.key in self.lost, "one touch, one number"

    @rule(kiosk=KIOSKS, state=some.sampled_from(["up", "up", "down", "deaf", "late"]))
    def the_network_changes(self, kiosk, state):
        self.boxes[kiosk].wire.state = state

    @rule(kiosk=KIOSKS, exchange=some.integers(1, 6))
    def an_answer_will_be_lost(self, kiosk, exchange):
        self.boxes[kiosk].wire.loses = exchange

    @rule(kiosk=KIOSKS)
    def what_was_under_way_arrives(self, kiosk):
        self.boxes[kiosk].wire.arrives()

    @rule(kiosk=KIOSKS, turns=some.integers(1, 3))
    def the_agent_works(self, kiosk, turns=3):
        for _ in range(turns):
            self.passes(2)
            self.boxes[kiosk].works()

    @rule(kiosk=KIOSKS)
    def the_agent_is_killed(self, kiosk):
        self.boxes[kiosk].starts()

    @rule(kiosk=KIOSKS, within=some.integers(1, 8), after=some.booleans())
    def the_agent_will_be_killed_at_a_write(self, kiosk, within, after):
        self.boxes[kiosk].parts.database.arm(within=within, after=after)

    @rule(kiosk=KIOSKS, works=some.booleans(), luck=some.integers(0, 2))
    def the_box_is_replaced(self, kiosk, works, luck=0):
        """By one with an empty disk, now and then; mostly a technician sees it work before leaving."""
        if luck:
            return
        box = self.boxes[kiosk]
        self.lost |= {touch.key for touch in self.of_kiosk[kiosk]}
        self.gone |= box.given()
        self.copied = None
        box.is_replaced()
        if works:
            box.wire.state = "up"
            self.the_agent_works(kiosk)

    @rule(kiosk=KIOSKS, state=some.sampled_from(["ready", *PRINTERS]))
    def the_printer_changes(self, kiosk, state):
        self.boxes[kiosk].printer = state

    @rule(kiosk=KIOSKS, seconds=some.sampled_from([-90_000, -600, 600, 90_000]))
    def the_machines_clock_jumps(self, kiosk, seconds):
        self.boxes[kiosk].machine[0] += seconds
        self.boxes[kiosk].honest = False

    @rule(seconds=some.sampled_from([1, 60, 1200, 1200, 8 * 3600, 16 * 3600]))
    def time_passes(self, seconds):
        self.passes(seconds)
        begin_due_days(self.hall.store, at=self.hall.at)

    def passes(self, seconds):
        self.hall.passes(seconds)
        for box in self.boxes:
            box.passes(seconds)

    @rule()
    def staff_print_a_slip_again(self):
        held = [touch.ticket for touch in lone_judges.held(self)]
        known = lone_judges.tickets(self)
        for ticket in [name for name in held if name in known and known[name].state == "waiting"][-1:]:
            with Unit(self.hall.store) as unit:
                reprint_slip(
                    unit, centre_id=self.hall.centre_id, ticket_id=ticket, device_id=None,
                    public_url="http://motcua.test", at=self.hall.at,
                )  # fmt: skip

    @rule(quick=some.booleans())
    def clerk_calls(self, quick):
        """Who came first of those of whom the server knows; a quick clerk serves all but the last."""
        while self.calls_the_next() and quick:
            self.clerk_serves_or_sends_away()

    def calls_the_next(self):
        """Return whether more wait behind the one who is called."""
        begin_due_days(self.hall.store, at=self.hall.at)
        first = lone_judges.next_of_the_line(self)
        if self.called is not None or first is None:
            return False
        clerk = self.hall.clerks[1]
        self.hall.sits(clerk, 2)
        self.called = self.hall.does(clerk, "call")["ticket"]["id"]
        assert self.called == first, "who came first is called first"
        return lone_judges.next_of_the_line(self) is not None

    @rule()
    def clerk_serves_or_sends_away(self):
        if self.called is None:
            return
        clerk, called = self.hall.clerks[1], self.called
        self.called = None
        moves = ["start", "complete"] if called in {each.ticket for each in lone_judges.held(self)} else ["miss"]
        with suppress(DomainError):  # the day may have turned meanwhile
            for move in moves:
                self.hall.does(clerk, move)

    @rule(set_back=some.booleans())
    def the_server_is_copied_or_set_back(self, set_back):
        if set_back:
            self.is_set_back()
        else:
            self.is_copied()

    def is_copied(self):
        self.copied = (self.called, lone_judges.rows(self, "SELECT max(id) FROM lease")[0][0])
        self.copies(self.hall.store.url.database, self.folder / "copy.sqlite")

    def is_set_back(self):
        """Numbers of its own that it forgets are lost, and what kiosks gave alone has to come again.

        Only while no number of a lease that it forgets was given, and whoever holds one asks anew at once: else another
        kiosk could be given the same.
        """
        if self.copied is None:
            return
        leases = lone_judges.rows(self, f"SELECT device_id, letter, first, last FROM lease WHERE id > {self.copied[1]}")
        holders = {int(lease.device_id[-1]) for lease in leases}
        given = {(touch.label[0], int(touch.label[1:])) for touch in self.touches.values() if touch.label}
        if any((each.letter, number) in given for each in leases for number in range(each.first, each.last + 1)):
            return
        if any((self.boxes[each].wire.state, self.boxes[each].wire.loses) != ("up", 0) for each in holders):
            return
        before, requests = lone_judges.tickets(self), lone_judges.requests(self)
        self.copies(self.folder / "copy.sqlite", self.hall.store.url.database)
        alone = {touch.ticket for touch in self.touches.values() if touch.alone}
        forgotten = before.keys() - lone_judges.tickets(self).keys() - alone
        self.forgotten |= forgotten
        self.lost |= {requests[ticket] for ticket in forgotten if ticket in requests}
        self.called = self.copied[0]
        self.passes(61)
        for number in holders:
            self.the_agent_works(number)

    @staticmethod
    def copies(source, target):
        with closing(sqlite3.connect(source)) as there, closing(sqlite3.connect(target)) as here:
            there.backup(here)

    @invariant()
    def all_holds(self):
        for judge in lone_judges.EVERY_STEP:
            judge(self)

    def teardown(self):
        """At last all lines are up and all printers ready: everything is told and printed."""
        for number, box in enumerate(self.boxes):
            box.wire.state, box.wire.loses, box.printer = "up", 0, "ready"
            box.wire.arrives()
            self.the_agent_works(number, 4)
        self.passes(121)
        for number in range(3):
            self.the_agent_works(number, 4)
        self.passes(61)
        for number in range(3):
            self.the_agent_works(number, 4)
        for judge in (*lone_judges.EVERY_STEP, *lone_judges.AT_LAST):
            judge(self)
        self.ends()

    def ends(self):
        for box in self.boxes:
            box.ends()
        self.site.application.context.store.close()
        self.hall.store.close()


def new_days(folder: Path, root: Path):
    """Return what makes a machine, each over a copy of a hall with three kiosks and 120 numbers in reserve a line."""
    halls = shared_halls(root)
    store = Store(f"sqlite:///{folder / 'furnished.sqlite'}")
    migrate(store)
    hall = halls.furnish(store)
    set_reserve(hall, size=120)
    with Unit(store) as unit:
        for number in range(3):
            unit.session.add(
                DeviceRow(
                    id=f"box-{number}", centre_id=hall.centre_id, hall_id=1, kind="kiosk", name=f"Box {number}",
                    settings="{}", parts="[]", approved_at=0, token_hash=fingerprint(f"token-{number}"),
                )
            )  # fmt: skip
    store.close()
    names = count()

    def made():
        own = folder / f"days{next(names)}"
        own.mkdir()
        shutil.copy(folder / "furnished.sqlite", own / "motcua.sqlite")
        copied = halls.Hall(
            store=Store(f"sqlite:///{own / 'motcua.sqlite'}"), centre_id=hall.centre_id, clerks=hall.clerks
        )
        return Days(halls.open_site(copied, data=own), own)

    return made


def shared_halls(root):
    spec = importlib.util.spec_from_file_location("shared_halls", root / "tests" / "conftest.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["shared_halls"] = module
    spec.loader.exec_module(module)
    return module
