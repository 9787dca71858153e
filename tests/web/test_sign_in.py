"""Signing in, staying signed in, and keeping other sites out."""

from functools import cache

import pytest
from sqlalchemy import text

from queue_server.store.unit import Unit
from queue_server.usecases.access import HASHER

PASSWORD = "một mật khẩu dài"


@cache
def hashed() -> str:
    return HASHER.hash(PASSWORD)


@pytest.fixture
def door(site, visit):
    """Somebody unknown before the sign-in page; the clerk's password is PASSWORD."""
    with Unit(site.hall.store) as unit:
        statement = text("UPDATE staff SET password_hash = :hash WHERE login = 'clerk'")
        unit.connection.execute(statement, {"hash": hashed()})
    return visit("anonymous")


def signs_in(door, password=PASSWORD, login="clerk", **more):
    return door.post("/sign-in", {"login": login, "password": password}, key=None, **more)


def test_the_right_password_gives_a_cookie_that_no_script_and_no_other_site_can_use(door):
    answer = signs_in(door)
    assert answer.json["staff"]["roles"] == ["clerk"]
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("motcua_sid=")
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))
    assert door.get("/me").json["staff"]["login"] == "clerk"


def test_over_https_the_cookie_is_secure_and_the_browser_keeps_to_https(site, door):
    site.application.flask.config["SESSION_COOKIE_SECURE"] = True
    assert "Secure" in signs_in(door).headers["Set-Cookie"].split("; ")


def test_a_wrong_password_and_an_unknown_login_look_the_same(door):
    wrong, unknown = signs_in(door, "wrong"), signs_in(door, login="nobody")
    assert wrong.status_code == unknown.status_code == 401
    assert {**wrong.json, "request_id": ""} == {**unknown.json, "request_id": ""}
    assert "Set-Cookie" not in wrong.headers


def test_after_five_wrong_passwords_the_login_rests_a_little_longer_each_time_and_is_never_locked(site, door):
    assert [signs_in(door, "wrong").status_code for _ in range(5)] == [401] * 5
    rests = []
    for _ in range(4):
        refused = signs_in(door)
        assert (refused.status_code, refused.json["code"]) == (429, "rate.limited")
        rests.append(int(refused.headers["Retry-After"]))
        site.hall.passes(rests[-1])
        assert signs_in(door, "wrong").status_code == 401
    assert rests == sorted(rests)
    assert rests[0] < rests[-1]
    site.hall.passes(300)
    assert signs_in(door).status_code == 200
    assert signs_in(door, "wrong").status_code == 401
    assert signs_in(door).status_code == 200


def test_signing_out_makes_the_cookie_worthless(door):
    csrf = signs_in(door).json["csrf"]
    cookie = door.client.get_cookie("motcua_sid").value
    assert door.post("/sign-out", headers={"X-CSRF-Token": csrf}).status_code == 204
    door.client.set_cookie("motcua_sid", cookie)
    assert door.get("/me").json["code"] == "auth.required"


def test_a_browser_left_alone_for_four_hours_must_sign_in_again(site, door):
    signs_in(door)
    site.hall.passes(4 * 3600 - 1)
    assert door.get("/me").status_code == 200
    site.hall.passes(4 * 3600)
    assert door.get("/me").status_code == 401


def test_even_a_busy_browser_must_sign_in_again_after_fourteen_hours(site, door):
    signs_in(door)
    for _ in range(13):
        site.hall.passes(3600)
        assert door.get("/me").status_code == 200
    site.hall.passes(3600)
    assert door.get("/me").status_code == 401


def test_somebody_who_left_the_service_is_signed_out_at_once(site, door):
    signs_in(door)
    with Unit(site.hall.store) as unit:
        unit.connection.execute(text("UPDATE staff SET active = false WHERE login = 'clerk'"))
    assert door.get("/me").status_code == 401
    assert signs_in(door).status_code == 401


@pytest.mark.parametrize("token", [None, "", "wrong", "â€", "a-csrf-token-of-the-test"])
def test_a_write_without_the_right_token_is_refused(visit, token):
    clerk = visit("clerk")
    answer = clerk.post("/counters/1/shift", headers={"X-CSRF-Token": token})
    assert (answer.status_code, answer.json["code"]) == (403, "csrf.failed")


@pytest.mark.parametrize("site_", ["cross-site", "same-site"])
def test_a_write_that_another_site_sent_is_refused_even_with_the_token(visit, site_):
    clerk = visit("clerk")
    answer = clerk.post("/counters/1/shift", headers={"Sec-Fetch-Site": site_})
    assert (answer.status_code, answer.json["code"]) == (403, "csrf.failed")


def test_another_site_can_neither_sign_a_browser_in_nor_report_for_a_board(door, visit):
    assert signs_in(door, headers={"Sec-Fetch-Site": "cross-site"}).json["code"] == "csrf.failed"
    board = visit("board")
    answer = board.post("/device/heartbeat", {}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.json["code"] == "csrf.failed"


def test_an_agent_needs_no_csrf_token_because_no_browser_sends_its_token_by_itself(visit):
    assert visit("kiosk").post("/device/heartbeat", {}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200
