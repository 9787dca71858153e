"""Kiosk boxes as processes that die, before the real server over lines that break; a printer in every trouble."""

from contextlib import suppress
from datetime import UTC, datetime
from threading import Event

import httpx
from dying import Dying, Killed
from kiosk_parts import Parts

from hardware.device import DeviceState, Health
from hardware.document import Mark
from hardware.escpos.printer import PrintOutcome, PrintResult
from kiosk.agent.errors import Refused, ServerUnreachable
from kiosk.agent.pages import kiosk_pages
from kiosk.agent.server import Server
from kiosk.agent.slips import SlipWorker

PAGE = {"Host": "127.0.0.1:8001"}
PRINTERS = {
    "ready": PrintResult(PrintOutcome.PRINTED, begun=True),
    "out of paper": PrintResult(PrintOutcome.PAPER_OUT, begun=False),
    "ends within": PrintResult(PrintOutcome.PAPER_OUT, begun=True),
    "silent within": PrintResult(PrintOutcome.UNKNOWN, begun=True),
}
"""What a printer in that state says of the next slip. One whose paper ends within a slip is out of paper then."""

COMES_OUT = {"ready": "whole", "ends within": "cut off", "silent within": "whole or not"}


class Wire(httpx.BaseTransport):
    """The way to the server: `up`, `down`, `deaf` (done, its answer lost), `late` (done when it `arrives`).

    `broken` is deaf as well, and what the box's other thread does `meanwhile` is done with its answers lost.

    `loses` is how many exchanges from now on one answer is lost, 0 for none.
    """

    def __init__(self, application):
        self._way = httpx.WSGITransport(app=application.flask)
        self.state, self.under_way, self.loses = "up", [], 0
        self.meanwhile = lambda: None

    def handle_request(self, request):
        if self.state == "down":
            raise httpx.ConnectError("no way")
        request.read()
        if self.state == "late":
            self.under_way.append(request)
            raise httpx.ReadTimeout("no answer")
        answer = self._way.handle_request(request)
        answer.read()
        if self.state == "broken":
            self.state = "deaf"
            self.meanwhile()
        lost, self.loses = self.loses == 1, max(0, self.loses - 1)
        if lost or self.state == "deaf":
            raise httpx.ReadTimeout("no answer")
        return answer

    def arrives(self):
        under_way, self.under_way = self.under_way, []
        for request in under_way:
            self._way.handle_request(request).read()


class NoPrinter:
    """What a process without a printer of its own does about slips: nothing."""

    def state(self):
        return {}

    def gave(self):
        pass

    def issued(self):
        pass


class Box:
    """A kiosk box: what is on its disk, on its paper, and the process that runs.

    `paper` has what began to come out: ticket, number, whether marked as a copy, how much of it is there (COMES_OUT).
    `honest` says whether its clock can be believed.
    """

    def __init__(self, site, folder, token):
        self.wire, self.folder, self.token = Wire(site.application), folder, token
        self.file = folder / "agent.sqlite"
        self.wire.meanwhile = self.works_at_once
        self.paper, self.printer, self.honest = [], "ready", True
        self.running, self.machine = [1000.0], [site.hall.at.timestamp()]
        self.parts = None
        self.starts()

    def starts(self):
        """A process begins; the one before it, if any, is gone."""
        self.ends()
        server = Server("http://server.test", transport=self.wire)
        server.use_token(self.token)
        self.parts = self.process(server)
        self.parts.slips.recover()
        self.worker = SlipWorker(
            server, self.parts.slips, self, Event(), clock=lambda: self.running[0],
            wanted=self.parts.desk.printed, first=self.parts.teller.turn,
        )  # fmt: skip
        self.page = kiosk_pages(server, self.parts.desk, self, host="127.0.0.1", port=8001).test_client()

    def process(self, server):
        return Parts(server, Dying(self.file), self.running, self.machine)

    def ends(self):
        if self.parts is not None:
            self.parts.database.close()
            self.parts.server.close()

    def is_replaced(self):
        """Another box stands in its place, approved as the same kiosk, with an empty disk and a roll of its own."""
        self.ends()
        for file in self.folder.iterdir():
            file.unlink()
        self.parts = None
        self.starts()

    def passes(self, seconds):
        self.running[0] += seconds
        self.machine[0] += seconds

    def works(self):
        """One turn of its thread to the server. A process that is killed within it is started again."""
        try:
            with suppress(ServerUnreachable, Refused):
                self.worker.turn()
                self.parts.desk.took(self.parts.server.get("/kiosk/catalogue"))
        except Killed:
            self.starts()

    def works_at_once(self):
        """The other thread asks for slips while a request of the page is under way."""
        self.worker.issued()
        self.works()

    def takes(self, key, service):
        """A citizen's page asks for a number, and again when the agent was killed meanwhile."""
        try:
            return self._asks(self.page, key, service)
        except Killed:
            self.starts()
            return self._asks(self.page, key, service)

    def takes_at_a_second_process(self, key, service):
        """The same on a process that somebody started beside the first, over the same disk; the first one prints."""
        parts = Parts(self.parts.server, Dying(self.file), self.running, self.machine)
        page = kiosk_pages(parts.server, parts.desk, NoPrinter(), host="127.0.0.1", port=8001).test_client()
        try:
            return self._asks(page, key, service)
        finally:
            parts.database.close()

    @staticmethod
    def _asks(page, key, service):
        wish = {"service": service, "language": "vi", "priority": None}
        return page.post("/api/v1/tickets", json=wish, headers=PAGE | {"Idempotency-Key": key})

    def given(self):
        """The names of all tickets of which its disk knows."""
        return {row[0] for row in self.parts.database.rows("SELECT id FROM given")}

    def day_of(self, ticket):
        """The day of whose block the number is that it gave alone."""
        return self.parts.database.row("SELECT day FROM given WHERE id = ?", ticket)[0]

    def submit(self, _device, job, document):
        result = PRINTERS[self.printer]
        if result.begun:
            number = next(block.text for block in document.blocks if type(block).__name__ == "Number")
            copy = any(isinstance(block, Mark) and block.text == "IN LẠI" for block in document.blocks)
            code = next(block.data for block in document.blocks if type(block).__name__ == "Qr")
            self.paper.append((code.rpartition("/")[2], number, copy, COMES_OUT[self.printer]))
        if self.printer == "ends within":
            self.printer = "out of paper"
        self.worker.printed(job, result)

    def health(self):
        state = DeviceState.FAULTY if self.printer == "out of paper" else DeviceState.READY
        return (Health(name="printer", kind="printer", state=state, detail=None, since=datetime.now(UTC)),)

    def state(self):
        return {}

    def gave(self):
        self.worker.work()

    def issued(self):
        self.worker.issued()
