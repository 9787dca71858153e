"""The texts of the server in every language: one catalogue a language, merged from the packages."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import display
import kiosk
from queue_server.domain.centre import LANGUAGES

PUBLIC = Path(__file__).parent / "strings" / "public"
"""The texts of the pages that citizens open on their own phones."""

FOLDERS = (
    Path(kiosk.__file__).parent / "strings",
    Path(display.__file__).parent / "strings",
    Path(__file__).parent / "strings",
    Path(__file__).parent / "strings" / "admin",
    Path(__file__).parent / "strings" / "dossiers",
    Path(__file__).parent / "strings" / "money",
    PUBLIC,
)


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """Return all texts of a language by key."""
    texts: dict[str, str] = {}
    for folder in FOLDERS:
        file = folder / f"{language}.json"
        if file.exists():
            texts |= json.loads(file.read_text(encoding="utf-8"))
    return texts


@cache
def public_catalogue(language: str) -> Mapping[str, str]:
    """Return the texts that the citizens' own pages need, by key: their own, and those of the parts all pages share."""
    own: dict[str, str] = json.loads((PUBLIC / f"{language}.json").read_text(encoding="utf-8"))
    return own | {key: text for key, text in catalogue(language).items() if key.startswith("shared.")}


def translate(key: str, language: str, facts: Mapping[str, Any]) -> str:
    """Return the text with its {placeholders} filled; the key itself when the language lacks it."""
    text = catalogue(language if language in LANGUAGES else "vi").get(key, key)
    for name, value in facts.items():
        text = text.replace("{" + name + "}", str(value))
    return text
