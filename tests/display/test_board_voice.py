"""The board's voice in a real browser: which clips sound, and when."""

import itertools

import pytest
from playwright.sync_api import expect

from display.announcement import announce

RECORDER = """
window.sounded = [];
const start = AudioBufferSourceNode.prototype.start;
AudioBufferSourceNode.prototype.start = function (at) {
  window.sounded.push({ from: at, to: at + this.buffer.duration });
  return start.call(this, at);
};
"""
SHORT = ("vi/digit-7", 50, "vi/digit-8")
"""Two digits: about half a second, long enough to tell what sounds together."""

LONG_ENOUGH_MS = 1500


@pytest.fixture
def board(hall, open_board):
    hall.calls_ticket("A001", 1)
    page = open_board(script=RECORDER)
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text) if message.type == "warning" else None)
    expect(page.locator("#current-label")).to_have_text("A001")
    hall.wait_for_boards(1)
    return page


def sounded(page, count):
    """What has been given to the loudspeaker, once it is so many clips; then a while for what should not come."""
    page.wait_for_function("(count) => window.sounded.length >= count", arg=count, timeout=15_000)
    page.wait_for_timeout(LONG_ENOUGH_MS)
    return page.evaluate("window.sounded")


def one_after_the_other(heard):
    return all(before["to"] <= after["from"] + 1e-6 for before, after in itertools.pairwise(heard))


@pytest.mark.parametrize(("language", "count"), [("vi", 1 + 7 + 7), ("en", 1 + 7 + 7 + 7), ("zh", 1 + 7 + 7 + 8)])
def test_a_call_is_spoken_clip_by_clip_without_a_touch(hall, board, language, count):
    hall.speaks(100, "A012", 15, clips=announce(label="A012", counter=15, language=language).clips)
    heard = sounded(board, count)
    assert len(heard) == count
    assert one_after_the_other(heard)
    expect(board.locator("#sound")).to_be_hidden()


def test_ten_calls_at_once_are_spoken_one_after_the_other(hall, board):
    for number in range(10):
        hall.speaks(100 + number, f"A{number:03d}", number + 1, clips=SHORT)
    heard = sounded(board, 20)
    assert len(heard) == 20
    assert one_after_the_other(heard)


def test_a_repeated_and_an_expired_announcement_are_silent(hall, board):
    hall.speaks(100, "A012", 15, clips=SHORT)
    hall.speaks(101, "A013", 16, clips=SHORT, seconds=-1)
    assert len(sounded(board, 2)) == 2
    hall.publish()
    hall.speaks(101, "A013", 16, clips=SHORT, seconds=-1)
    assert len(sounded(board, 2)) == 2


def test_an_announcement_that_waited_too_long_is_dropped(hall, board):
    hall.speaks(100, "A012", 15, clips=("chime", "chime"))
    hall.speaks(101, "A013", 16, clips=SHORT, seconds=1)
    assert len(sounded(board, 2)) == 2


def test_a_ticket_whose_service_began_is_not_called_any_more(hall, board):
    hall.calls_ticket("A013", 16)
    hall.speaks(100, "A012", 15, clips=("chime", "chime"))
    hall.speaks(101, "A013", 16, clips=SHORT)
    hall.seq = 200
    hall.begins_service("A013")
    assert len(sounded(board, 2)) == 2


def test_a_call_that_was_taken_back_while_another_was_spoken_is_not_said(hall, board):
    hall.speaks(100, "A012", 15, clips=("chime", "chime"))
    hall.speaks(101, "A013", 16, clips=SHORT)
    hall.publish(seq=200)
    hall.speaks(201, "A014", 17, clips=SHORT)
    assert len(sounded(board, 4)) == 4


def test_with_a_missing_clip_only_the_chime_sounds_it_is_said_once_and_the_screen_shows_the_call(hall, board):
    hall.lost_clips.add("vi/counter-15.wav")
    hall.calls_ticket("A012", 15)
    for seq in (100, 101):
        hall.speaks(seq, f"A{seq}", 15, clips=("chime", "vi/digit-7", "vi/counter-15"))
    assert len(sounded(board, 2)) == 2
    expect(board.locator("#current-counter")).to_have_text("15")
    said = [text for text in board.complaints if "vi/counter-15" in text]
    assert said == ["no clip vi/counter-15: the server answered 404"]


def test_without_any_clip_the_board_stays_silent_and_speaks_the_next_call(hall, board):
    hall.speaks(100, "A012", 15, clips=("vi/none", 300, "vi/nothing"))
    hall.speaks(101, "A013", 16, clips=SHORT)
    assert len(sounded(board, 2)) == 2


def test_a_browser_that_wants_a_touch_first_shows_a_button_and_then_speaks(hall, open_board):
    page = open_board(script=RECORDER, touch_first=True)
    button = page.get_by_role("button", name="Chạm để bật âm thanh")
    expect(button).to_be_visible()
    hall.wait_for_boards(1)
    hall.speaks(100, "A012", 5, clips=SHORT)
    page.wait_for_timeout(500)
    assert page.evaluate("window.sounded") == []
    button.click()
    expect(button).to_be_hidden()
    assert len(sounded(page, 2)) == 2


def test_a_browser_without_web_audio_still_shows_every_call(hall, open_board):
    page = open_board(script="delete window.AudioContext;")
    hall.wait_for_boards(1)
    hall.speaks(100, "A012", 5, clips=SHORT)
    hall.calls_ticket("A012", 5)
    expect(page.locator("#current-label")).to_have_text("A012")
