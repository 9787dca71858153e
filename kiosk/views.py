"""Reading what the server says is to be printed. Nothing is taken on trust: a paper of the wrong shape is refused."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from kiosk.texts import LANGUAGES

LONGEST_NAME = 200
LONGEST_URL = 300
MOST_DONG = 10**12


class SlipError(ValueError):
    """The server's description of a paper is not one. `field` says where."""

    code: ClassVar[str] = "slip.invalid"

    def __init__(self, field: str) -> None:
        super().__init__(f"slip: {field} is missing or of the wrong kind")
        self.field = field


def language_of(view: object) -> str:
    """Return the paper's language. Raises SlipError, also when the view is no object."""
    if not isinstance(view, Mapping):
        raise SlipError("view")
    language = text_of(view, "language")
    if language not in LANGUAGES:
        raise SlipError("language")
    return language


def text_of(view: Mapping[str, Any], field: str, *, longest: int = LONGEST_NAME) -> str:
    """Return a text on one line. Raises SlipError."""
    value = view.get(field)
    found = cleaned(value) if isinstance(value, str) else ""
    if not 0 < len(found) <= longest:
        raise SlipError(field)
    return found


def maybe_text_of(view: Mapping[str, Any], field: str) -> str | None:
    """Return a text, None where there is none. Raises SlipError."""
    return None if view.get(field) is None else text_of(view, field)


def cleaned(words: str) -> str:
    """Return the words on one line, without anything that has no shape on paper."""
    return "".join(letter for letter in " ".join(words.split()) if letter.isprintable())


def url_of(view: Mapping[str, Any]) -> str:
    """Return the address of the phone page. Raises SlipError."""
    url = text_of(view, "url", longest=LONGEST_URL)
    if not url.startswith(("http://", "https://")):
        raise SlipError("url")
    return url


def count_of(view: Mapping[str, Any], field: str) -> int:
    """Return a whole number that is not negative. Raises SlipError."""
    value = view.get(field)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise SlipError(field)
    return value


def dong_of(view: Mapping[str, Any], field: str) -> int:
    """Return an amount of dong above zero. Raises SlipError."""
    amount = count_of(view, field)
    if not 0 < amount < MOST_DONG:
        raise SlipError(field)
    return amount


def name_of(view: Mapping[str, Any], field: str, language: str, *, names: str = "names", empty: bool = False) -> str:
    """Return the name in the language, the Vietnamese one where that is missing. Raises SlipError."""
    thing = view.get(field)
    found = thing.get(names) if isinstance(thing, Mapping) else None
    said = [cleaned(name) for each in (language, "vi") if isinstance(name := _member(found, each), str)]
    value = next(filter(None, said), "")
    if not (value or (empty and isinstance(thing, Mapping))):
        raise SlipError(f"{field}.{names}.{language}")
    return value[:LONGEST_NAME]


def moment_of(view: Mapping[str, Any], field: str) -> datetime:
    """Return an aware moment. Raises SlipError."""
    try:
        at = datetime.fromisoformat(text_of(view, field))
    except ValueError:
        raise SlipError(field) from None
    if at.tzinfo is None or not 2000 <= at.year < 3000:
        raise SlipError(field)
    return at


def _member(found: object, name: str) -> object:
    return found.get(name) if isinstance(found, Mapping) else None
