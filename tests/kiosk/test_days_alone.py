"""Random days of three kiosks before the real server: lines that break at every point, kills, lost journals, clocks."""

import importlib.util
import shutil
import sys
from collections import Counter, defaultdict
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from threading import Event

import httpx
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from kiosk_parts import Parts
from lease_kiosks import set_reserve
from sqlalchemy import text

from hardware.device import DeviceState, Health
from hardware.document import Mark
from hardware.escpos.printer import PrintOutcome, PrintResult
from kiosk.agent.errors import ServerUnreachable
from kiosk.agent.pages import kiosk_pages
from kiosk.agent.server import Server
from kiosk.agent.slips import SlipWorker
from queue_server.domain.errors import NobodyWaiting
from queue_server.domain.ids import fingerprint
from queue_server.store.engine import Store
from queue_server.store.journal import entries_since
from queue_server.store.migrate import migrate
from queue_server.store.replay import Replay
from queue_server.store.schema_devices import DeviceRow
from queue_server.store.unit import Unit
from queue_server.usecases.days import begin_due_days

KIOSKS = st.integers(0, 2)
SERVICES = st.sampled_from(["birth", "deed"])
PAGE = {"Host": "127.0.0.1:8001"}
OVER = {"cancelled", "no_show", "expired"}


class Wire(httpx.BaseTransport):
    """The way to the server: `up`, `down`, `deaf` (done, its answer lost), `late` (done when it `arrives`)."""

    def __init__(self, application):
        self._way = httpx.WSGITransport(app=application.flask)
        self.state, self.under_way = "up", []

    def handle_request(self, request):
        if self.state == "down":
            raise httpx.ConnectError("no way")
        request.read()
        if self.state == "late":
            self.under_way.append(request)
            raise httpx.ReadTimeout("no answer")
        answer = self._way.handle_request(request)
        answer.read()
        if self.state == "deaf":
            raise httpx.ReadTimeout("no answer")
        return answer

    def arrives(self):
        under_way, self.under_way = self.under_way, []
        for request in under_way:
            self._way.handle_request(request).read()


class Box:
    """A kiosk box: what is on its disk, on its paper, and the process that runs."""

    def __init__(self, site, folder, token):
        self.wire, self.folder, self.token = Wire(site.application), folder, token
        self.paper = []
        self.running, self.machine = [1000.0], [site.hall.at.timestamp()]
        self.parts = None
        self.starts()

    def starts(self):
        if self.parts is not None:
            self.parts.database.close()
        server = Server("http://server.test", transport=self.wire)
        server.use_token(self.token)
        self.parts = Parts.over(self.folder / "agent.sqlite", server, running=self.running, machine=self.machine)
        self.parts.slips.recover()
        self.worker = SlipWorker(
            server, self.parts.slips, self, Event(), clock=lambda: self.running[0],
            wanted=self.parts.desk.printed, first=self.parts.teller.turn,
        )  # fmt: skip
        self.page = kiosk_pages(server, self.parts.desk, self, host="127.0.0.1", port=8001).test_client()

    def loses_its_disk(self):
        self.parts.database.close()
        for file in self.folder.iterdir():
            file.unlink()
        self.parts = None
        self.starts()

    def beats(self):
        """Whatever the agent's threads do in a few seconds."""
        for _ in range(3):
            self.running[0] += 2
            with suppress(ServerUnreachable):
                self.worker.turn()
                self.parts.desk.took(self.parts.server.get("/kiosk/catalogue"))

    def takes(self, key, service):
        wish = {"service": service, "language": "vi", "priority": None}
        return self.page.post("/api/v1/tickets", json=wish, headers=PAGE | {"Idempotency-Key": key})

    def submit(self, _device, job, document):
        number = next(block.text for block in document.blocks if type(block).__name__ == "Number")
        copy = any(isinstance(block, Mark) and block.text == "IN LẠI" for block in document.blocks)
        code = next(block.data for block in document.blocks if type(block).__name__ == "Qr")
        self.paper.append((code.rpartition("/")[2], number, copy))
        self.worker.printed(job, PrintResult(PrintOutcome.PRINTED, begun=True))

    def health(self):
        return (Health(name="printer", kind="printer", state=DeviceState.READY, detail=None, since=datetime.now(UTC)),)

    def state(self):
        return {}

    def gave(self):
        self.worker.work()

    def issued(self):
        self.worker.issued()


class Days(RuleBasedStateMachine):
    """Citizens who take numbers at three kiosks, a clerk who calls, networks that come and go."""

    def __init__(self, new_site):
        super().__init__()
        self.site, folder = new_site()
        self.hall = self.site.hall
        self.boxes = []
        for number in range(3):
            (folder / f"box{number}").mkdir()
            self.boxes.append(Box(self.site, folder / f"box{number}", f"token-{number}"))
        self.keys = count()
        self.asked = defaultdict(list)
        self.answered, self.lost = {}, set()
        for box in self.boxes:
            box.beats()

    @rule(kiosk=KIOSKS, state=st.sampled_from(["up", "down", "deaf", "late", "up"]))
    def the_network_changes(self, kiosk, state):
        self.boxes[kiosk].wire.state = state

    @rule(kiosk=KIOSKS)
    def what_was_under_way_arrives(self, kiosk):
        self.boxes[kiosk].wire.arrives()

    @rule(kiosk=KIOSKS, service=SERVICES, again=st.booleans())
    def citizen_touches(self, kiosk, service, again):
        asked = self.asked[kiosk]
        key, service = asked[-1] if again and asked else (f"request-{next(self.keys):04}", service)
        if not again or not asked:
            asked.append((key, service))
        answer = self.boxes[kiosk].takes(key, service)
        if answer.status_code != 201:
            assert answer.json["code"] in {"agent.no_reserve", "agent.no_clock", "agent.needs_server"}
            assert key not in self.answered or key in self.lost
            return
        told = (answer.json["id"], answer.json["label"])
        assert self.answered.setdefault(key, told) == told or key in self.lost, "one request, one number"

    @rule(kiosk=KIOSKS)
    def the_agent_works(self, kiosk):
        self.boxes[kiosk].beats()

    @rule(kiosk=KIOSKS)
    def the_agent_is_killed_and_starts_again(self, kiosk):
        self.boxes[kiosk].starts()

    @rule(kiosk=KIOSKS)
    def the_agent_loses_its_disk(self, kiosk):
        self.lost |= {key for key, _ in self.asked[kiosk]}
        self.boxes[kiosk].loses_its_disk()

    @rule(kiosk=KIOSKS, seconds=st.sampled_from([-90_000, -600, 600, 90_000]))
    def the_machines_clock_jumps(self, kiosk, seconds):
        self.boxes[kiosk].machine[0] += seconds

    @rule(seconds=st.sampled_from([1, 60, 1200, 8 * 3600, 16 * 3600]))
    def time_passes(self, seconds):
        self.hall.passes(seconds)
        for box in self.boxes:
            box.running[0] += seconds
            box.machine[0] += seconds
        begin_due_days(self.hall.store, at=self.hall.at)

    @rule()
    def clerk_calls(self):
        begin_due_days(self.hall.store, at=self.hall.at)
        clerk = self.hall.clerks[1]
        self.hall.sits(clerk, 2)
        try:
            called = self.hall.does(clerk, "call")["ticket"]["id"]
        except NobodyWaiting:
            return
        if called in {ticket for ticket, _ in self.answered.values()}:
            self.hall.does(clerk, "start")
            self.hall.does(clerk, "complete")
        else:
            self.hall.does(clerk, "miss")

    @invariant()
    def no_number_is_on_two_papers(self):
        slips = [(ticket, label) for box in self.boxes for ticket, label, copy in box.paper if not copy]
        assert [slip for slip, times in Counter(slips).items() if times > 1] == []
        days = Counter((self.day_of(ticket), label) for ticket, label in slips)
        assert [slip for slip, times in days.items() if times > 1] == []

    @staticmethod
    def day_of(ticket):
        """The day in the hall of a ticket, by the time that its id begins with."""
        value = 0
        for letter in ticket[:10]:
            value = value * 32 + "0123456789ABCDEFGHJKMNPQRSTVWXYZ".index(letter)
        return (datetime.fromtimestamp(value / 1000, UTC) + timedelta(hours=7)).date()

    def rows(self, statement):
        with self.hall.store.reading() as connection:
            return connection.execute(text(statement)).all()

    def teardown(self):
        """At last all lines are up: each citizen has one number, which the server knows, and no other waits."""
        for box in self.boxes:
            box.wire.state = "up"
            box.wire.arrives()
            box.beats()
            box.beats()
            assert box.parts.reserve.untold_count() == 0
            assert box.parts.reserve.refused_count() == 0
        kept = {row.id: (row.label, row.state) for row in self.rows("SELECT id, label, state FROM ticket")}
        held = {told for key, told in self.answered.items() if key not in self.lost}
        for ticket, label in held:
            assert kept[ticket][0] == label
            assert kept[ticket][1] != "cancelled"
        unanswered = {key for asked in self.asked.values() for key, _ in asked} - self.answered.keys()
        requests = {row.ticket_id: row.request for row in self.rows(
            "SELECT ticket_id, json_extract(slip, '$.request_key') AS request FROM job")}  # fmt: skip
        for ticket in kept.keys() - {ticket for ticket, _ in held}:
            request = requests.get(ticket)
            assert kept[ticket][1] in OVER or request in unanswered | self.lost or ticket in self.tickets_of_lost()
        self.only_one_paper_a_citizen()
        with self.hall.store.reading() as connection:
            replay = Replay().read(entries_since(connection, 0))
        assert replay.states == {ticket: state for ticket, (_, state) in kept.items()}
        self.site.application.context.store.close()
        self.hall.store.close()

    def tickets_of_lost(self):
        return {ticket for key, (ticket, _) in self.answered.items() if key in self.lost}

    def only_one_paper_a_citizen(self):
        wanted = dict(self.answered.values())
        stray = [slip for box in self.boxes for slip in box.paper if slip[0] not in wanted]
        asked = {row.ticket_id: row.request for row in self.rows(
            "SELECT ticket_id, json_extract(slip, '$.request_key') AS request FROM job")}  # fmt: skip
        assert [slip for slip in stray if asked[slip[0]] in self.answered.keys() - self.lost] == []


def shared_halls(root):
    spec = importlib.util.spec_from_file_location("shared_halls", Path(root) / "tests" / "conftest.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["shared_halls"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def new_site(tmp_path, request):
    """Makes a server over a copy of a hall with three kiosks and 120 numbers in reserve a line."""
    halls = shared_halls(request.config.rootpath)
    store = Store(f"sqlite:///{tmp_path / 'furnished.sqlite'}")
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
        folder = tmp_path / f"days{next(names)}"
        folder.mkdir()
        shutil.copy(tmp_path / "furnished.sqlite", folder / "motcua.sqlite")
        copied = halls.Hall(
            store=Store(f"sqlite:///{folder / 'motcua.sqlite'}"), centre_id=hall.centre_id, clerks=hall.clerks
        )
        return halls.open_site(copied, data=folder), folder

    return made


def test_three_kiosks_that_lose_the_server_in_every_way_give_each_citizen_one_number_and_lose_none(new_site):
    run_state_machine_as_test(
        lambda: Days(new_site),
        settings=settings(
            max_examples=25,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
            database=None,
            phases=[Phase.generate],
        ),
    )


@pytest.mark.parametrize("way", ["deaf", "late"])
def test_a_request_whose_answer_was_lost_leaves_one_number_whenever_it_was_done(new_site, way):
    day = Days(new_site)
    day.the_network_changes(0, way)
    day.citizen_touches(0, "birth", again=False)
    day.the_network_changes(0, "up")
    day.the_agent_works(0)
    day.what_was_under_way_arrives(0)
    ((_, label),) = day.answered.values()
    live = [row.label for row in day.rows("SELECT label FROM ticket WHERE state = 'waiting'")]
    assert (label, live) == ("A801", ["A801"])
    day.teardown()


def test_a_kiosk_that_lost_its_disk_gives_no_number_that_may_be_on_paper(new_site):
    day = Days(new_site)
    day.the_network_changes(0, "down")
    day.citizen_touches(0, "birth", again=False)
    day.the_agent_loses_its_disk(0)
    day.the_network_changes(0, "up")
    day.the_agent_works(0)
    day.the_network_changes(0, "down")
    day.the_agent_works(0)
    day.citizen_touches(0, "birth", again=False)
    assert [label for _, label in day.answered.values()] == ["A801", "A861"]
    day.no_number_is_on_two_papers()
    day.teardown()
