"""What a kiosk does while the server is away: what it gives, what it says, and when it rather gives nothing."""

import shutil
from pathlib import Path

import httpx
import pytest
from agent_centre import catalogue, lease
from kiosk_parts import Parts

from kiosk.agent.pages import kiosk_pages
from kiosk.agent.server import Server
from kiosk.slip import Slip, slip_document

PAGE = {"Host": "127.0.0.1:8001"}
HOUR = 3600


class Front:
    """A kiosk's page before a centre that can be `absent`. Time is a value, the machine's clock another."""

    def __init__(self, centre, folder):
        self.centre, self.file = centre, folder / "agent.sqlite"
        self.running, self.machine = [1000.0], [1_795_395_600.0]
        self.parts = None
        self.starts()

    def starts(self):
        self.ends()
        self.server = Server("http://centre.test", transport=httpx.WSGITransport(app=self.centre.app))
        self.server.use_token(self.centre.token)
        self.parts = Parts.over(self.file, self.server, running=self.running, machine=self.machine)
        self.page = kiosk_pages(self.server, self.parts.desk, self, host="127.0.0.1", port=8001).test_client()

    def ends(self):
        if self.parts is not None:
            self.parts.database.close()
            self.server.close()
            self.parts = None

    def loses_the_server(self):
        self.centre.absent = True
        self.page.get("/api/v1/kiosk/catalogue", headers=PAGE)

    def finds_the_server(self):
        """Its heartbeat is answered again."""
        self.centre.absent = False
        self.server.get("/device")

    def passes(self, seconds):
        self.running[0] += seconds
        self.machine[0] += seconds

    def offers(self):
        return self.page.get("/api/v1/kiosk/catalogue", headers=PAGE).json

    def takes(self, key="visit-0001", *, language="vi", **wish):
        wish = {"service": "birth", "language": language, "priority": None} | wish
        headers = PAGE | {"Idempotency-Key": key, "Accept-Language": language}
        return self.page.post("/api/v1/tickets", json=wish, headers=headers)

    def gave(self):
        """Nothing prints here."""

    def issued(self):
        """Nothing prints here."""


@pytest.fixture
def front(centre, tmp_path):
    """A kiosk that holds three numbers and has just lost the server."""
    centre.reserve = 3
    front = Front(centre, tmp_path)
    front.offers()
    front.parts.teller.turn()
    front.loses_the_server()
    yield front
    front.ends()


def test_a_number_in_reserve_invents_neither_a_wait_nor_people_ahead(front):
    ticket = front.takes().json
    assert (ticket["label"], ticket["offline"], ticket["ahead"], ticket["expected"]) == ("A801", True, None, None)
    assert ticket["url"] == f"http://motcua.test/t/{ticket['id']}"


@pytest.mark.parametrize(
    ("language", "words"),
    [("vi", "Mạng đang mất. Số này vẫn có giá trị"), ("en", "network is down"), ("zh", "网络已中断")],
)
def test_its_slip_says_in_plain_words_that_the_network_is_down(front, language, words):
    slip = Slip.from_json(front.takes(language=language).json)
    said = " ".join(getattr(block, "text", "") for block in slip_document(slip).blocks)
    assert words in said
    assert "{" not in said


def test_touching_twice_is_one_number_also_over_a_restart(front):
    first = front.takes().json
    assert front.takes().json == first
    front.starts()
    assert front.takes().json == first
    assert front.takes("visit-0002").json["label"] == "A802"


def test_a_restart_without_the_server_still_offers_and_gives(front):
    front.starts()
    offered = front.offers()
    assert offered["offline"] is True
    assert [service["open"] for group in offered["groups"] for service in group["services"]] == [True, False]
    assert offered["groups"][0]["waiting"] is None
    assert front.takes().json["label"] == "A801"


def test_the_servers_answer_is_answered_again_after_it_is_gone(front, centre):
    front.finds_the_server()
    answer = front.takes().json
    front.loses_the_server()
    assert front.takes().json == answer
    assert front.takes("visit-0002").json["offline"] is True


def test_a_used_up_block_sends_people_to_staff_in_their_language(front):
    for number in range(3):
        assert front.takes(f"visit-000{number}").status_code == 201
    for language, words in (("vi", "cán bộ hướng dẫn"), ("en", "member of staff"), ("zh", "工作人员")):
        refused = front.takes("visit-0009", language=language)
        assert (refused.status_code, refused.json["code"]) == (409, "agent.no_reserve")
        assert words in refused.json["detail"]
    assert front.offers()["groups"][0]["services"][0]["closed_reason"] == "no_reserve"


@pytest.mark.parametrize(
    "wish", [{"service": "results"}, {"then": ["birth"]}, {"people": 2}, {"service": "results", "dossier": "H49"}]
)
def test_what_needs_the_server_says_so(front, wish):
    assert front.takes(**wish).json["code"] == "agent.needs_server"


def test_an_appointment_needs_the_server_and_says_so(front):
    answer = front.page.post(
        "/api/v1/appointments/check-in", json={"code": "ABCDEFGH"}, headers=PAGE | {"Idempotency-Key": "visit-0001"}
    )
    assert (answer.status_code, answer.json["code"]) == (409, "agent.needs_server")


def test_out_of_hours_nothing_is_given(front):
    front.passes(9 * HOUR)
    assert front.takes().json["code"] == "agent.closed"
    assert front.offers()["groups"][0]["services"][0]["closed_reason"] == "hours"


def test_the_next_day_no_number_of_the_day_before_is_given(front):
    lasting = catalogue()
    lasting["groups"][0]["services"][0]["windows"] = None
    front.parts.desk.took(lasting)
    front.passes(15 * HOUR + 44 * 60)
    assert front.takes("visit-0001").json["label"] == "A801"
    front.passes(60)
    assert front.takes("visit-0002").json["code"] == "agent.no_reserve"


def test_a_machine_whose_clock_was_lost_gives_nothing_and_one_a_little_behind_does(front):
    assert front.takes("visit-0001").json["issued_at"] == "2026-11-23T01:15:00.000Z"
    front.machine[0] -= 30
    front.starts()
    assert front.takes("visit-0002").json["issued_at"] == "2026-11-23T01:15:00.000Z"
    front.machine[0] -= 10 * 365 * 24 * HOUR
    front.starts()
    refused = front.takes("visit-0003")
    assert (refused.status_code, refused.json["code"]) == (409, "agent.no_clock")
    assert front.offers()["groups"][0]["services"][0]["closed_reason"] == "no_clock"


def test_a_clock_that_jumps_ahead_while_the_agent_runs_changes_nothing(front):
    front.machine[0] += 365 * 24 * HOUR
    assert front.takes().json["issued_at"] == "2026-11-23T01:15:00.000Z"


def test_a_clock_that_jumped_ahead_over_a_restart_finds_no_numbers_of_that_day(front):
    front.machine[0] += 365 * 24 * HOUR
    front.starts()
    assert front.takes().json["code"] in {"agent.closed", "agent.no_reserve"}


def test_a_lost_journal_gives_nothing_until_it_holds_a_block_of_its_own(front, centre):
    assert front.takes("visit-0001").json["label"] == "A801"
    front.ends()
    front.file.unlink()
    front.starts()
    assert front.takes("visit-0002").json["code"] == "agent.no_reserve"
    front.finds_the_server()
    front.offers()
    front.parts.teller.turn()
    front.loses_the_server()
    assert front.takes("visit-0003").json["label"] == "A804"


def test_a_journal_that_was_set_back_gives_none_of_the_numbers_that_it_forgot(front, centre):
    front.parts.database.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(front.file, front.file.with_name("backup"))
    assert front.takes("visit-0001").json["label"] == "A801"
    centre.absent = False
    front.parts.teller.turn()
    front.ends()
    for file in Path(front.file.parent).glob("agent.sqlite*"):
        file.unlink()
    shutil.copy(front.file.with_name("backup"), front.file)
    front.starts()
    front.parts.teller.turn()
    front.loses_the_server()
    assert front.takes("visit-0002").json["label"] == "A804"


def test_on_return_the_server_hears_first_what_was_given_and_for_which_request(front, centre):
    given = front.takes("visit-0001").json
    front.finds_the_server()
    assert front.takes("visit-0002").json["offline"] is True, "not before the first one is told"
    front.parts.teller.turn()
    assert (centre.taken_in, centre.attempts) == (["A801", "A802"], ["visit-0001", "visit-0002"])
    assert "offline" not in front.takes("visit-0003").json
    assert front.takes("visit-0001").json == given


def test_what_the_server_refuses_is_marked_and_keeps_no_other_back(front, centre, caplog):
    centre.refuses = {"A801": "service.gone"}
    for number in (1, 2):
        front.takes(f"visit-000{number}")
    centre.absent = False
    front.parts.teller.turn()
    assert (front.parts.reserve.untold_count(), front.parts.reserve.refused_count()) == (0, 1)
    assert "A801 (service.gone)" in caplog.text


def test_without_numbers_left_and_with_the_server_back_the_server_is_asked(front, centre):
    for number in range(3):
        front.takes(f"visit-000{number}")
    front.finds_the_server()
    assert "offline" not in front.takes("visit-0009").json


def test_blocks_are_of_their_day_alone(front):
    assert lease(801, 3)["day"] == front.parts.reserve.blocks(at=front.parts.clock.now())[0].day
