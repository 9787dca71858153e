"""Paying by card as the kiosk page sees it: through to the server, and how far the terminal is."""

from threading import Thread

import httpx
import pytest
from kiosk_parts import Parts
from till_box import TillBox
from zvt_bench import FEE, ZvtBench

from hardware.terminal.till import Progress, Verdict
from kiosk.agent.card_board import ENDED, MOST, CardBoard
from kiosk.agent.pages import kiosk_pages
from kiosk.agent.server import Server

PAGE = {"Host": "127.0.0.1:8001"}


class Kiosk:
    """An agent's page before a server that answers everything alike, with or without a terminal."""

    def __init__(self, folder, *, terminal=True):
        self.asked, self.woken, self.given_up = [], 0, []
        self.board = CardBoard(now=lambda: 7.0) if terminal else None
        self.server = Server("http://centre.test", transport=httpx.MockTransport(self.answers))
        self.server.use_token("token")
        parts = Parts.over(folder / "agent.sqlite", self.server)
        self.page = kiosk_pages(self.server, parts.desk, self, host="127.0.0.1", port=8001).test_client()

    def answer(self, request):
        self.asked.append((request.method, request.url.path, request.headers.get("If-None-Match")))
        return httpx.Response(200, json={"payment": "p1"}, headers={"ETag": '"7"'})

    def answers(self, request):
        return self.answer(request)

    def paying(self):
        self.woken += 1

    def card_stage(self, payment, *, seen, seconds):
        return (
            None if self.board is None else self.board.look(payment, seen=seen, seconds=0 if seen else seconds).told()
        )

    def give_up_card(self, payment):
        self.given_up.append(payment)


@pytest.fixture
def kiosk(tmp_path):
    return Kiosk(tmp_path)


def test_money_goes_through_to_the_server_as_this_device(kiosk):
    page = kiosk.page
    page.post("/api/v1/kiosk/money", json={"code": "H49.22"}, headers=PAGE)
    answer = page.get("/api/v1/kiosk/payments/p1", headers=PAGE | {"If-None-Match": '"6"'})
    page.post("/api/v1/kiosk/payments/p1/cancel", json={}, headers=PAGE)
    assert (answer.json, answer.headers["ETag"]) == ({"payment": "p1"}, '"7"')
    assert kiosk.asked == [
        ("POST", "/api/v1/kiosk/money", None),
        ("GET", "/api/v1/kiosk/payments/p1", '"6"'),
        ("POST", "/api/v1/kiosk/payments/p1/cancel", None),
    ]
    assert kiosk.woken == 0


def test_a_payment_that_is_begun_wakes_the_terminal(kiosk):
    kiosk.page.post("/api/v1/kiosk/charges/c1/payments", json={"method": "card"}, headers=PAGE)
    assert kiosk.woken == 1


@pytest.mark.parametrize(
    "path", ["/api/v1/kiosk/payments/p%2F1", "/api/v1/kiosk/payments/p$1", "/agent/card/p$1", "/agent/card/"]
)
def test_no_other_path_goes_through(kiosk, path):
    assert kiosk.page.get(path, headers=PAGE).status_code == 404
    assert kiosk.asked == []


def test_money_is_not_taken_without_the_server(kiosk):
    def away(_request):
        raise httpx.ConnectError("no way there")

    kiosk.answer = away
    answer = kiosk.page.post("/api/v1/kiosk/charges/c1/payments", json={"method": "card"}, headers=PAGE)
    assert (answer.status_code, answer.json["code"], kiosk.woken) == (503, "server.unreachable", 0)


def test_the_page_is_told_how_far_the_terminal_is(kiosk):
    kiosk.board.show("p1", Progress.PIN)
    assert kiosk.page.get("/agent/card/p1?seen=0", headers=PAGE).json == {"n": 7001, "stage": "pin", "verdict": None}
    kiosk.board.show("p1", ENDED, Verdict.APPROVED)
    told = kiosk.page.get("/agent/card/p1?seen=7001", headers=PAGE).json
    assert told == {"n": 7002, "stage": "ended", "verdict": "approved"}
    assert kiosk.page.get("/agent/card/p2?seen=x", headers=PAGE).json["stage"] == "waiting"


def test_the_page_can_have_it_given_up(kiosk):
    assert kiosk.page.post("/agent/card/p1/abort", headers=PAGE).status_code == 204
    assert kiosk.given_up == ["p1"]
    other = PAGE | {"Sec-Fetch-Site": "cross-site", "Origin": "http://evil.test"}
    assert kiosk.page.post("/agent/card/p1/abort", headers=other).status_code == 403


def test_a_kiosk_without_a_terminal_has_no_such_page(tmp_path):
    assert Kiosk(tmp_path, terminal=False).page.get("/agent/card/p1", headers=PAGE).status_code == 404


def test_who_waits_for_news_has_them_when_they_come_and_is_let_go_at_the_end():
    board, told = CardBoard(now=lambda: 0.0), []

    def wait():
        seen = 0
        while len(told) < 2:
            stage = board.look("p1", seen=seen, seconds=60)
            seen = stage.n
            told.append((stage.stage, stage.n))

    waiting = Thread(target=wait)
    waiting.start()
    board.show("p1", Progress.CARD)
    board.show("p1", Progress.CARD)
    board.close()
    waiting.join(30)
    assert told == [("card", 1), ("card", 1)]


def test_a_restarted_agent_counts_on_so_that_the_page_misses_nothing():
    before, after = CardBoard(now=lambda: 5.0), CardBoard(now=lambda: 9.0)
    before.show("p1", Progress.CARD)
    after.show("p1", ENDED, Verdict.APPROVED)
    assert after.look("p1", seen=before.look("p1", seen=0, seconds=0).n, seconds=60).verdict is Verdict.APPROVED


def test_payments_of_long_ago_are_forgotten():
    board = CardBoard()
    for at in range(10 * MOST):
        board.show(f"p{at}", ENDED, Verdict.DECLINED)
    assert board.look("p0", seen=0, seconds=0).verdict is None
    assert board.look(f"p{10 * MOST - 1}", seen=0, seconds=0).verdict is Verdict.DECLINED


def test_the_page_sees_every_step_of_a_sale_and_its_end_only_when_the_server_knows_it(tmp_path):
    box = TillBox(tmp_path / "agent.sqlite", ZvtBench())
    box.starts(box.bench.till)
    box.office.wants("p1", FEE.amount)
    seen, show = [], box.board.show

    def noted(payment, stage, verdict=None):
        show(payment, stage, verdict)
        seen.append((str(stage), verdict, box.office.state(payment)))

    box.board.show = noted
    box.turns()
    assert [stage for stage, _, _ in seen] == ["card", "card", "confirm", "pin", "wait", "remove_card", "ended"]
    assert seen[-1] == ("ended", Verdict.APPROVED, "confirmed")
