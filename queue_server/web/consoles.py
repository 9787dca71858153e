"""Which console sends a request: the name its page gave itself, and its browser in a few words."""

import re

from flask import Request

from hardware.terminal.card_numbers import names_a_card
from queue_server.domain.console import Console
from queue_server.web.problems import Refused

HEADER = "X-Console"
NAME_PATTERN = re.compile(r"[A-Za-z0-9_-]{8,64}")

BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def asking_console(request: Request) -> Console | None:
    """Return the console that the request names, or None. Raises Refused for a name of the wrong shape."""
    name = request.headers.get(HEADER)
    if name is None:
        return None
    if not NAME_PATTERN.fullmatch(name) or names_a_card(name):
        raise Refused("input.invalid")
    return Console(name=name, browser=browser_in_words(request.headers.get("User-Agent", "")))


def browser_in_words(agent: str) -> str:
    """Return "Chrome · Windows" for a User-Agent; "?" for what it does not tell."""
    return " · ".join(next((words for mark, words in known if mark in agent), "?") for known in (BROWSERS, SYSTEMS))
