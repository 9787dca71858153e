"""What the centre offers, kept for the hours without the server: then only what a kiosk can do alone."""

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from kiosk.agent.database import Database

CATALOGUE = "catalogue"
PASSING = ("server_time", "clock_rate")
COUNTED = ("waiting",)
TIMES_ALONE = frozenset({None, "hours"})
"""Reasons for which a service was closed that the clock alone decides; the others were the server's, and stay."""

Offered = Mapping[str, Any]
"""The document of GET /kiosk/catalogue."""


class Offer:
    """The last catalogue that came. What only tells how full the hall is, is not kept."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lasting: Offered | None = json.loads(database.fact(CATALOGUE) or "null")

    def keep(self, catalogue: Offered) -> None:
        """Take a new catalogue; it is written only when it says something lasting that is new."""
        lasting = _lasting(catalogue)
        if lasting != self._lasting:
            self._database.remember(CATALOGUE, json.dumps(lasting))
            self._lasting = lasting

    def alone(self, *, at: datetime | None, lines: Collection[str]) -> Offered | None:
        """Return what this kiosk offers alone, of the lines it has numbers for; None when it never had a catalogue.

        `at` is None when it does not know the time.
        """
        if self._lasting is None:
            return None
        groups = [_group_alone(group, at=at, lines=lines) for group in self._lasting["groups"]]
        return {**self._lasting, "groups": groups, "offline": True}

    def find(self, service: str) -> tuple[Mapping[str, Any], Mapping[str, Any]] | None:
        """Return the group and the service of that code, None for none."""
        for group in [] if self._lasting is None else self._lasting["groups"]:
            for found in group["services"]:
                if found["code"] == service:
                    return group, found
        return None

    def priority(self, code: object) -> Mapping[str, Any] | None:
        """Return code and names of the priority class, None for none."""
        for each in [] if self._lasting is None else self._lasting["priority_classes"]:
            if each["code"] == code:
                return {"code": each["code"], "names": each["names"]}
        return None

    @property
    def centre(self) -> Mapping[str, Any]:
        """Code and names of the centre. Only where `find` has found something."""
        assert self._lasting is not None
        centre: Mapping[str, Any] = self._lasting["centre"]
        return centre

    def address_of(self, ticket: str) -> str:
        """Return where the ticket's page will be. Only where `find` has found something."""
        assert self._lasting is not None
        return f"{self._lasting['ticket_url']}{ticket}"


def closed_alone(service: Mapping[str, Any], *, at: datetime | None, has_numbers: bool) -> str | None:
    """Return why a kiosk gives no number of the service without the server, None when it does."""
    if service["asks_dossier"]:
        return "needs_server"
    if service["closed_reason"] not in TIMES_ALONE:
        return str(service["closed_reason"])
    if at is None:
        return "no_clock"
    if not _gives_numbers(service["windows"], at):
        return "hours"
    return None if has_numbers else "no_reserve"


def _gives_numbers(windows: list[list[str]] | None, at: datetime) -> bool:
    if windows is None:
        return True
    return any(datetime.fromisoformat(begins) <= at < datetime.fromisoformat(ends) for begins, ends in windows)


def _group_alone(group: Mapping[str, Any], *, at: datetime | None, lines: Collection[str]) -> Mapping[str, Any]:
    services = []
    for service in group["services"]:
        reason = closed_alone(service, at=at, has_numbers=group["code"] in lines)
        services.append({**service, "open": reason is None, "closed_reason": reason})
    return {**group, "waiting": None, "services": services}


def _lasting(catalogue: Offered) -> Offered:
    groups = [{name: value for name, value in group.items() if name not in COUNTED} for group in catalogue["groups"]]
    return {**{name: value for name, value in catalogue.items() if name not in PASSING}, "groups": groups}
