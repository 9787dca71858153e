"""motcua simulate bank."""

import signal
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from urllib.parse import parse_qsl, urlsplit

import click
import httpx

from hardware.simulators.device_page import serve_device_page
from queue_server.cli.bank_list import Listing
from queue_server.cli.options import with_data
from queue_server.cli.poll_bank import PATH
from queue_server.cli.simulated_bank import Send, SimulatedBank
from queue_server.store.given_secrets import given_secrets

TICK = 0.1
PATIENCE = 10
"""Seconds in which a server is to answer."""
SECRETS = {"sepay": "sepay-hmac.secrets", "payos": "payos-checksum.secrets"}


@click.command("bank")
@with_data
@click.option("--server", default="http://127.0.0.1:8000", show_default=True, help="Address of the server to be told.")
@click.option("--form", type=click.Choice(sorted(SECRETS)), default="sepay", show_default=True, help="Whose words.")
@click.option("--http", "http_port", type=int, default=8096, show_default=True, help="Port of the bank's own page.")
@click.option("--minute", type=float, default=60, show_default=True, help="Seconds of a minute between two tries.")
def bank_command(*, data: Path, server: str, form: str, http_port: int, minute: float) -> None:
    """A bank whose customers pay VietQR codes, and the provider that tells a server of it.

    It signs with the first secret that the server's data folder has for SePay or payOS.

    \b
    Example:  motcua simulate bank --server http://127.0.0.1:8000 --data var
    To pay:   curl -d '{"payload": "00020101021238…"}' http://127.0.0.1:8096/deed/pay
    A fault:  curl -d '{"twice": true}' http://127.0.0.1:8096/faults
    To ask:   motcua poll-bank --centre quang-ninh --url http://127.0.0.1:8096
    """
    secrets = given_secrets(data / SECRETS[form])
    if not secrets:
        raise click.ClickException(f"{data / SECRETS[form]} has no secret to sign with; write one into it.")
    ended = Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: ended.set())
    with httpx.Client(base_url=server, timeout=PATIENCE) as client:
        first = int(time.time())  # numbers go on after a restart: the server would take used ones for repeats
        bank = SimulatedBank(
            form=form, secret=secrets[0], send=over(client), now=lambda: datetime.now(UTC), minute=minute, first=first
        )
        page = serve_device_page(bank, http_port, asked=lambda path: listed(bank, path))
        click.echo(f"bank: http://127.0.0.1:{page.server_port}/ tells {server}")
        while not ended.wait(TICK):
            bank.tick(time.monotonic())
        page.shutdown()


def listed(bank: SimulatedBank, path: str) -> Listing | None:
    """Answer for the provider's list where that is what the path asks for."""
    asked = urlsplit(path)
    return bank.listed(dict(parse_qsl(asked.query))) if asked.path == PATH else None


def over(client: httpx.Client) -> Send:
    """Return what posts to a server; no answer is no success."""

    def send(path: str, body: bytes, headers: Mapping[str, str]) -> bool:
        try:
            answer = client.post(path, content=body, headers={"Content-Type": "application/json", **headers})
            return answer.status_code == httpx.codes.OK and answer.json() == {"success": True}
        except (httpx.HTTPError, ValueError):
            return False

    return send
