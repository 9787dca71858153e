"""Who is told what: rooms by identity, a snapshot at once, and doors that stay shut."""

import pytest
import requests
from socketio.exceptions import ConnectionError as Shut
from sqlalchemy import text

from queue_server.domain.event import EventKind
from queue_server.store.unit import Unit
from queue_server.usecases import enrolling
from queue_server.usecases.journaling import record
from queue_server.usecases.staffing import set_password


@pytest.fixture
def database_url(sqlite_url):
    return sqlite_url


def clerk_at_counter_two(site):
    site.hall.clerks.append(site.ids["clerk"])
    site.hall.sits(site.ids["clerk"], 2)
    return site.ids["clerk"]


def test_a_board_is_told_everything_when_it_connects_and_again_after_each_change(server):
    hall = server.site.hall
    hall.takes_ticket()
    board = server.connects("board")
    assert board.waits_until("board", lambda view: True)["next"] == ["A001"]
    clerk = clerk_at_counter_two(server.site)
    hall.does(clerk, "call")
    shown = board.waits_until("board", lambda view: view["calls"])
    assert [(call["label"], call["counter"]) for call in shown["calls"]] == [("A001", 2)]
    assert (shown["next"], shown["waiting"]) == ([], 0)
    spoken = board.waits_until("announcement", lambda call: True)
    assert (spoken["label"], spoken["counter"], spoken["clips"][0]) == ("A001", 2, "chime")


def test_each_is_told_only_what_their_room_is_told(server):
    clerk = clerk_at_counter_two(server.site)
    screens = {who: server.connects(who) for who in ("board", "clerk", "manager", "auditor", "admin", "kiosk")}
    server.site.hall.takes_ticket(device_id=server.site.ids["kiosk"])
    server.site.hall.does(clerk, "call")
    screens["board"].waits_until("board", lambda view: view["calls"])
    screens["clerk"].waits_until("console", lambda view: view["ticket"])
    screens["kiosk"].waits_until("device", lambda view: view["jobs_waiting"] == 1)
    for who in ("manager", "auditor", "admin"):
        screens[who].waits_until("manager", lambda view: view["today"]["called"] == 1)
    told = {who: set(screen.told) for who, screen in screens.items()}
    assert told == {
        "board": {"board", "announcement", "device"},
        "clerk": {"console"},
        "manager": {"manager"},
        "auditor": {"manager"},
        "admin": {"manager"},
        "kiosk": {"device"},
    }


def test_the_console_follows_at_once_what_the_keypad_of_its_counter_does(server):
    site = server.site
    clerk_at_counter_two(site)
    site.hall.takes_ticket()
    console, board = server.connects("clerk"), server.connects("board")
    told = {"counter": 2, "move": "call", "ticket": None, "seen": site.hall.at.isoformat()}
    headers = {"Authorization": f"Bearer {site.tokens['keypad']}", "Idempotency-Key": "press-0001"}
    requests.post(f"{server.url}/api/v1/keypads/press", json=told, headers=headers, timeout=30).raise_for_status()
    assert console.waits_until("console", lambda view: view["ticket"])["ticket"]["label"] == "A001"
    assert board.waits_until("announcement", lambda call: True)["counter"] == 2


def test_a_clerk_whose_counter_is_taken_over_is_told_at_once(server):
    clerk_at_counter_two(server.site)
    console = server.connects("clerk")
    console.waits_until("console", lambda view: view["counter"]["number"] == 2)
    hall = server.site.hall
    hall.sits(hall.clerks[0], 2, takeover=True)
    assert console.waits_until("left", lambda said: said["seq"] > 0)


def test_nothing_on_a_board_says_who_a_citizen_is_or_opens_their_ticket(server):
    ticket = server.site.hall.takes_ticket(priority="elderly")
    board = server.connects("board")
    server.site.hall.does(clerk_at_counter_two(server.site), "call")
    board.waits_until("announcement", lambda call: True)
    board.waits_until("board", lambda view: view["calls"])
    assert ticket["id"] not in str(board.told)
    assert "elderly" not in str(board.told)


@pytest.mark.parametrize("origin", ["https://evil.example", "http://127.0.0.1.evil.example", "null"])
def test_a_page_of_another_site_cannot_connect_even_with_the_cookie(server, origin):
    with pytest.raises(Shut):
        server.connects("board", origin=origin)


def test_our_own_page_connects(server):
    board = server.connects("board", origin=server.url)
    board.waits_until("board", lambda view: True)


@pytest.mark.parametrize("token", ["wrong", "\ud800", 7, {"a": 1}, ["x"], "", None])
def test_nobody_connects_without_a_token_that_is_known(server, token):
    with pytest.raises(Shut):
        server.connects("stranger", token=token)


def test_a_revoked_device_and_a_signed_out_person_stay_outside(server):
    with pytest.raises(Shut):
        server.connects("stranger", token=server.site.tokens["revoked"])
    with Unit(server.site.hall.store) as unit:
        unit.connection.execute(text("DELETE FROM sign_in"))
    with pytest.raises(Shut):
        server.connects("clerk")


def test_a_server_that_ends_lets_every_screen_go(server):
    screens = [server.connects(who) for who in ("board", "clerk", "manager", "kiosk")]
    server.site.application.relay.hang_up()
    for screen in screens:
        screen.waits_for_the_cut()


def test_a_device_revoked_while_connected_is_cut_off(server):
    board, kiosk = server.connects("board"), server.connects("kiosk")
    with Unit(server.site.application.context.store) as unit:
        enrolling.revoke_device(unit, centre_id=1, device_id=server.site.ids["board"], at=server.site.hall.at)
    board.waits_for_the_cut()
    assert kiosk.client.connected


def test_who_gets_a_new_password_is_cut_off_at_once_and_nobody_else(server):
    clerk, manager, board = server.connects("clerk"), server.connects("manager"), server.connects("board")
    with Unit(server.site.application.context.store) as unit:
        set_password(unit, login="clerk", password="mat-khau-moi", at=server.site.hall.at)
    clerk.waits_for_the_cut()
    assert manager.client.connected
    assert board.client.connected


def test_when_a_centre_changes_its_people_must_show_anew_who_they_are(server):
    clerk, manager, board = server.connects("clerk"), server.connects("manager"), server.connects("board")
    with Unit(server.site.application.context.store) as unit:
        record(unit, EventKind.CENTRE_CHANGED, at=server.site.hall.at, centre_id=1, number=2, changes=1)
    clerk.waits_for_the_cut()
    manager.waits_for_the_cut()
    assert board.client.connected


def test_sockets_beyond_the_cap_are_refused_and_the_health_page_answers_still(serve, site):
    site.application.relay._members.most = 3
    server = serve(site)
    for _ in range(3):
        server.connects("board")
    with pytest.raises(Shut):
        server.connects("board")
    assert requests.get(f"{server.url}/api/v1/healthz", timeout=5).json()["status"] == "ok"
    server.listeners[0].client.disconnect()
    server.listeners[0].waits_for_the_cut()
