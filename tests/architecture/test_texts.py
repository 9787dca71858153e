"""Every text exists in every language, says the same facts, and is asked for by its right name."""

import json
import re
from pathlib import Path

import pytest

from queue_server.web.problems import STATUS
from queue_server.web.strings import public_catalogue

ROOT = Path(__file__).parents[2]
LANGUAGES = ("vi", "en", "zh")
FOLDERS = {
    "kiosk": "kiosk/strings",
    "display": "display/strings",
    "web": "queue_server/web/strings",
    "admin": "queue_server/web/strings/admin",
    "dossiers": "queue_server/web/strings/dossiers",
    "money": "queue_server/web/strings/money",
    "public": "queue_server/web/strings/public",
}
PREFIXES = {
    "kiosk": {"kiosk", "shared", "agent", "slip", "receipt", "payment_code"},
    "display": {"display"},
    "web": {"web", "console", "manager", "appointments", "error"},
    "admin": {"admin"},
    "dossiers": {"dossiers"},
    "money": {"money", "error"},
    "public": {"phone", "book", "error"},
}
HOUSES = "kiosk|shared|display|web|console|manager|phone|book|appointments|error|admin|dossiers|money"
KEY = re.compile(rf"""["'`]((?:{HOUSES})\.[a-z0-9_]+(?:\.[a-z0-9_]+)*)["'`]""")
IMPORT = re.compile(r'^import .* from "([^"]+)";$', re.MULTILINE)
WEB = ROOT / "queue_server/web/assets/web"
PLACEHOLDER = re.compile(r"\{(\w+)\}")


def texts(folder, language):
    found = json.loads((ROOT / folder / f"{language}.json").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def scripts():
    for house in ("kiosk", "display", "queue_server/web"):
        for path in (ROOT / house / "assets").rglob("*.js"):
            if "vendor" not in path.parts:
                yield path


@pytest.mark.parametrize("house", FOLDERS)
def test_the_languages_have_the_same_texts_in_the_same_order(house):
    keys = [list(texts(FOLDERS[house], language)) for language in LANGUAGES]
    assert keys[0] == keys[1] == keys[2]


@pytest.mark.parametrize("house", FOLDERS)
def test_a_text_names_the_same_facts_in_every_language(house):
    vi, en, zh = (texts(FOLDERS[house], language) for language in LANGUAGES)
    differing = [
        key
        for key in vi
        if len({frozenset(PLACEHOLDER.findall(text)) for text in (vi[key], en.get(key, ""), zh.get(key, ""))}) != 1
    ]
    assert differing == []


@pytest.mark.parametrize("house", FOLDERS)
def test_no_text_is_empty_and_each_belongs_to_its_house(house):
    for language in LANGUAGES:
        for key, text in texts(FOLDERS[house], language).items():
            assert text.strip(), key
            assert key.split(".")[0] in PREFIXES[house], key


def test_every_refusal_has_its_text_and_every_text_its_refusal():
    known = (key for house in ("web", "money", "public") for key in texts(FOLDERS[house], "vi"))
    listed = {key.removeprefix("error.") for key in known if key.startswith("error.")}
    assert listed == set(STATUS)


def test_every_text_that_a_script_asks_for_by_name_exists():
    known = {key for folder in FOLDERS.values() for key in texts(folder, "vi")}
    missing = {
        f"{path.relative_to(ROOT)}: {key}"
        for path in scripts()
        for key in KEY.findall(path.read_text(encoding="utf-8"))
        if key not in known and not any(other.startswith(f"{key}.") for other in known)
    }
    assert missing == set()


def loaded_by(script):
    """The script and all that it imports, and what those import."""
    found, waiting = set(), [script]
    while waiting:
        path = waiting.pop().resolve()
        if path not in found and "vendor" not in path.parts:
            found.add(path)
            waiting += [served(path.parent / name) for name in IMPORT.findall(path.read_text(encoding="utf-8"))]
    return found


def served(path):
    """A part of another package, which the server mounts beside its own."""
    path = path.resolve()
    beside = ROOT / "queue_server/web/assets"
    return path if path.exists() else ROOT / "kiosk/assets" / path.relative_to(beside)


@pytest.mark.parametrize("page", ["phone", "book"])
def test_a_phone_loads_every_text_that_its_page_asks_for_and_none_of_the_staffs(page):
    asked = {key for path in loaded_by(WEB / page / "main.js") for key in KEY.findall(path.read_text(encoding="utf-8"))}
    assert len(asked) > 15
    for language in LANGUAGES:
        known = public_catalogue(language)
        assert {
            key for key in asked if key not in known and not any(each.startswith(f"{key}.") for each in known)
        } == set()
        assert {key.split(".")[0] for key in known} == {"phone", "book", "shared", "error"}
        assert len(json.dumps(known, ensure_ascii=False).encode()) < 10_000


OTHER_SPELLING = re.compile(r"\b\w*(?:oá|oà|oả|oã|oạ|uỷ|uỵ)\b", re.IGNORECASE)
FAMILIAR = re.compile(r"\b(?:bạn|kiosk)\b", re.IGNORECASE)
TO_CITIZENS = ("kiosk.", "phone.", "book.", "slip.", "display.", "agent.")


@pytest.mark.parametrize("house", FOLDERS)
def test_the_tone_stands_where_the_national_catalogue_puts_it(house):
    """The catalogue writes hủy, khóa, thủy; one screen must not write huỷ beside them."""
    guilty = {key: text for key, text in texts(FOLDERS[house], "vi").items() if OTHER_SPELLING.search(text)}
    assert guilty == {}


@pytest.mark.parametrize("house", FOLDERS)
def test_a_citizen_is_addressed_politely_and_in_vietnamese_words(house):
    said = {key: text for key, text in texts(FOLDERS[house], "vi").items() if key.startswith(TO_CITIZENS)}
    assert {key: text for key, text in said.items() if FAMILIAR.search(text)} == {}
