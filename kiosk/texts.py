"""The kiosk's texts, one catalogue a language."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

LANGUAGES = ("vi", "en", "zh")
FOLDER = Path(__file__).parent / "strings"


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """Return all texts of a language by key."""
    texts: Mapping[str, str] = json.loads((FOLDER / f"{language}.json").read_text(encoding="utf-8"))
    return texts


def text(key: str, language: str, **facts: object) -> str:
    """Return the text with its {placeholders} filled. Raises KeyError for a key no catalogue has."""
    found = catalogue(language)[key]
    for name, value in facts.items():
        found = found.replace("{" + name + "}", str(value))
    return found
