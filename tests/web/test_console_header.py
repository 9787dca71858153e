"""The name that a tab sends with its commands decides whether it may act."""

import pytest

from queue_server.web.consoles import browser_in_words

DESK = {"X-Console": "desk-tab-0001"}
LAPTOP = {"X-Console": "laptop-tab-01", "User-Agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"}


def test_the_newest_tab_acts_and_the_other_is_refused_in_words_until_it_takes_the_counter_back(visit):
    clerk = visit("clerk")
    assert clerk.post("/counters/1/shift", headers=DESK).json["console"]["name"] == DESK["X-Console"]
    taken = clerk.post("/counter/console", headers=LAPTOP).json["console"]
    assert (taken["name"], taken["browser"]) == (LAPTOP["X-Console"], "Firefox · Windows")
    refused = clerk.post("/counter/call", headers=DESK | {"Accept-Language": "en"})
    assert (refused.status_code, refused.json["code"]) == (409, "console.superseded")
    assert "Firefox · Windows since 08:00" in refused.json["detail"]
    assert clerk.post("/counter/break", {"reason": "rest"}, headers=DESK).json["code"] == "console.superseded"
    clerk.post("/counter/console", headers=DESK)
    assert clerk.post("/counter/call", headers=DESK).json["code"] == "line.empty"
    assert clerk.post("/counter/call").json["code"] == "console.superseded"


def test_a_console_name_of_the_wrong_shape_is_refused(visit):
    clerk = visit("clerk")
    assert clerk.post("/counters/1/shift", headers={"X-Console": "ü"}).json["code"] == "input.invalid"


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
            "Edge · Windows",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36", "Chrome · Linux"),
        ("", "? · ?"),
    ],
)
def test_a_browser_in_words(agent, words):
    assert browser_in_words(agent) == words
