"""motcua poll-bank."""

import json
import logging
import signal
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from threading import Event

import click
import httpx

from queue_server.cli.options import open_store, with_database
from queue_server.domain.bank_listing import NoList, asked_for, read_listing, since_when, wait_after
from queue_server.domain.errors import NotFound
from queue_server.domain.money_errors import NoAccount
from queue_server.store.bank_polls import hearing_of
from queue_server.store.engine import Store
from queue_server.store.given_secrets import given_secrets
from queue_server.store.payments import account_of
from queue_server.store.setup import centre_id_of
from queue_server.store.unit import Unit
from queue_server.usecases.context import Clock
from queue_server.usecases.hearing import Taken, heard_nothing, heard_until, take_list

log = logging.getLogger("motcua.bank")

TOKENS = "sepay-token.secrets"
PATH = "/userapi/transactions/list"
PATIENCE = 30
MOST_PAGES = 50
Ask = Callable[[Mapping[str, str]], object]
"""Ask a provider for its list; return what its JSON holds. Raises NoList."""


@click.command("poll-bank")
@with_database
@click.option("--centre", "code", required=True, help="Code of the centre whose account it is.")
@click.option("--url", default="https://my.sepay.vn", show_default=True, help="Address of the provider.")
@click.option("--once", is_flag=True, help="Ask once and end.")
def poll_bank_command(*, database: str | None, data: Path, code: str, url: str, once: bool) -> None:
    """Ask the bank's provider for the transfers to the centre's account, again and again: no public address is needed.

    The first line of sepay-token.secrets in the data folder is the API token. What webhooks or statements told of
    already is taken in only once. The page "Fees" says when the bank was last heard.

    \b
    Example:
      motcua poll-bank --centre quang-ninh
    """
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    ended = Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: ended.set())
    store = open_store(database, data)
    try:
        centre_id, account = _whose(store, code)
        with httpx.Client(base_url=url, timeout=PATIENCE) as client:
            while True:
                wait = poll(store, over(client, data), centre_id=centre_id, account=account, at=Clock().now())
                if once or ended.wait(wait):
                    return
    finally:
        store.close()


def poll(store: Store, ask: Ask, *, centre_id: int, account: str, at: datetime) -> float:
    """Ask once and take in what was said; return the seconds until the next question.

    Only a list that was read to its end and whole moves on from when the next is asked for.
    """
    with store.reading() as connection:
        before = hearing_of(connection, centre_id)
    since = since_when(None if before is None else before.heard_at, at)
    try:
        taken = _take_all(store, ask, centre_id=centre_id, account=account, since=since, at=at)
    except NoList as fault:
        with Unit(store) as unit:
            hearing = heard_nothing(unit, centre_id=centre_id, why=str(fault))
        log.warning("the bank was not heard: %s", fault)
        return wait_after(hearing.failures, fault.wait)
    if taken.new:
        log.info("%d new credits, %d known already", taken.new, taken.known)
    with Unit(store) as unit:
        heard_until(unit, centre_id=centre_id, at=at)
    return wait_after(0, None)


def _take_all(store: Store, ask: Ask, *, centre_id: int, account: str, since: datetime, at: datetime) -> Taken:
    new = known = unreadable = 0
    until: datetime | None = None
    for _ in range(MOST_PAGES):
        listed = read_listing(ask(asked_for(account, since=since, until=until)), account=account)
        taken = take_list(store, listed, centre_id=centre_id, at=at)
        new, known, unreadable = new + taken.new, known + taken.known, unreadable + listed.unreadable
        if not listed.full or listed.oldest in {None, until}:
            break
        until = listed.oldest
    if unreadable:
        raise NoList("lines unreadable")
    return Taken(new=new, known=known)


def over(client: httpx.Client, data: Path) -> Ask:
    """Return what asks over HTTP with the first token of the data folder."""

    def ask(query: Mapping[str, str]) -> object:
        tokens = given_secrets(data / TOKENS)
        if not tokens:
            raise NoList("no token")
        try:
            answer = client.get(PATH, params=dict(query), headers={"Authorization": f"Bearer {tokens[0].decode()}"})
        except httpx.HTTPError:
            raise NoList("no answer") from None
        return answer_of(answer.status_code, answer.headers, answer.text)

    return ask


def answer_of(status: int, headers: Mapping[str, str], text: str) -> object:
    """Return what an answer holds. Raises NoList of any that is not 200 or no JSON."""
    if status != httpx.codes.OK:
        raise NoList(f"status {status}", wait=_seconds(headers))
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise NoList("no JSON") from None


def _seconds(headers: Mapping[str, str]) -> float | None:
    told = headers.get("retry-after") or headers.get("x-sepay-userapi-retry-after") or ""
    return float(told) if told.isdecimal() else None


def _whose(store: Store, code: str) -> tuple[int, str]:
    try:
        with store.reading() as connection:
            centre_id = centre_id_of(connection, code)
            account, _ = account_of(connection, centre_id)
    except NotFound:
        raise click.ClickException(f"There is no centre {code!r}.") from None
    except NoAccount:
        raise click.ClickException(f"Centre {code} has no bank account yet; set it up first.") from None
    return centre_id, account.number
