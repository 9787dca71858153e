"""What the board's files may hold: older television browsers run them, and every text stands in three languages."""

import json
import re
from pathlib import Path

import pytest

from queue_server.domain.reason import Word

ROOT = Path(__file__).parents[2]
SCRIPTS = sorted((ROOT / "display/assets").rglob("*.js"))
SHARED = sorted((ROOT / "kiosk/assets/shared").glob("*.js"))
CATALOGUES = {
    language: json.loads((ROOT / f"display/strings/{language}.json").read_text("utf-8"))
    for language in ("vi", "en", "zh")
}
AFTER_ES2019 = re.compile(
    r"\?\.[A-Za-z_(\[]|\?\?|\|\|=|&&=|\breplaceAll\(|\breplaceChildren\(|\.at\(-|allSettled|structuredClone|\d_\d|this\.#"
)


@pytest.mark.parametrize("script", [*SCRIPTS, *SHARED], ids=lambda path: path.name)
def test_scripts_keep_to_what_old_televisions_run(script):
    found = AFTER_ES2019.search(script.read_text("utf-8"))
    assert found is None, found


def test_the_three_catalogues_have_the_same_keys_and_no_empty_text():
    assert CATALOGUES["vi"].keys() == CATALOGUES["en"].keys() == CATALOGUES["zh"].keys()
    assert all(text.strip() for texts in CATALOGUES.values() for text in texts.values())


def test_placeholders_are_the_same_in_every_language():
    for key in CATALOGUES["vi"]:
        placeholders = {language: set(re.findall(r"\{\w+\}", texts[key])) for language, texts in CATALOGUES.items()}
        assert placeholders["vi"] == placeholders["en"] == placeholders["zh"], key


def test_every_text_that_the_board_names_is_in_the_catalogue_and_none_is_left_over():
    sources = [*SCRIPTS, ROOT / "display/templates/board.html"]
    named = {key for path in sources for key in re.findall(r"display\.[a-z_0-9]+", path.read_text("utf-8"))}
    named = {key for key in named if not key.endswith("_")} | {f"display.weekday_{day}" for day in range(7)}
    named |= {f"display.reason_{reason}" for reason in Word}
    assert named == CATALOGUES["vi"].keys()


def test_the_page_holds_no_inline_script_or_style_and_nothing_from_another_host():
    page = (ROOT / "display/templates/board.html").read_text("utf-8")
    assert not re.search(r"<style|style=|\son\w+=|https?://|<script(?![^>]*\ssrc=)", page)


def test_no_part_of_the_board_is_made_for_a_name():
    page = (ROOT / "display/templates/board.html").read_text("utf-8")
    assert not re.search(r"citizen|clerk|staff|person", page)
