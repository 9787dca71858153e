"""Which card terminal a technician's settings mean."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import click

from hardware.errors import HardwareError
from hardware.terminal.device import TerminalDevice
from hardware.terminal.pipe.lines import pipe_at
from hardware.terminal.sixty.kit import SEEN, Kit
from hardware.terminal.sixty.lines import sixty_at
from hardware.terminal.till import Prints, Till
from hardware.terminal.zvt.lines import zvt_at
from hardware.terminal.zvt.receipts import ZvtSettings


class TerminalProtocol(StrEnum):
    """What a terminal speaks."""

    ZVT = "zvt"
    PIPE = "pipe"
    SIXTY = "60"
    """Complete with a kit's file only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminalSettings:
    """A terminal's address and how it was set up. `baud` is the protocol's own where it is None."""

    url: str
    protocol: TerminalProtocol = TerminalProtocol.ZVT
    baud: int | None = None
    amount_exponent: int = 0
    password: int = 0
    ends_day: bool = False
    reverses_any: bool = False
    prints: Prints = Prints.TILL
    kit: Kit | None = None


def till_at(settings: TerminalSettings) -> Till:
    """Return the till. Its line is opened when it is first needed. Raises KitIncomplete."""
    speed = {} if settings.baud is None else {"baud": settings.baud}
    if settings.protocol is TerminalProtocol.SIXTY:
        return sixty_at(settings.url, settings.kit or SEEN, **speed)
    if settings.protocol is TerminalProtocol.PIPE:
        return pipe_at(settings.url, amount_exponent=settings.amount_exponent, **speed)
    own = ZvtSettings(
        password=settings.password,
        amount_exponent=settings.amount_exponent,
        ends_day=settings.ends_day,
        reverses_any=settings.reverses_any,
        prints=settings.prints,
    )
    return zvt_at(settings.url, own, **speed)


def terminal_at(settings: TerminalSettings) -> TerminalDevice:
    """Return the terminal as a device."""
    return TerminalDevice(till_at(settings))


TERMINALS = "A card terminal: /dev/serial/by-id/…, COM3 or socket://HOST:20007."
Command = Callable[..., Any]
PREFIX = "terminal_"


def terminal_options(prefix: str) -> Callable[[Command], Command]:
    """Return a decorator with the options of a terminal; `prefix` stands before their names."""

    def decorated(command: Command) -> Command:
        for option in reversed(_options(prefix)):
            command = option(command)
        return command

    return decorated


def settings_of(given: dict[str, Any], url: str | None) -> TerminalSettings | None:
    """Take the options of a terminal out of those that were given; None without an address."""
    own = {name.removeprefix(PREFIX): given.pop(name) for name in list(given) if name.startswith(PREFIX)}
    if url is None:
        return None
    if own["protocol"] == TerminalProtocol.SIXTY and own.get("kit") is None:
        raise click.UsageError('A terminal of the "60" dialect needs the file of its acquirer\'s kit.')
    named = {"protocol": TerminalProtocol(own["protocol"]), "prints": Prints(own["prints"])}
    return TerminalSettings(url=url, **own | named)


def _options(prefix: str) -> list[Callable[[Command], Command]]:
    def named(name: str) -> tuple[str, str]:
        return f"--{prefix}{name}", PREFIX + name.replace("-", "_")

    return [
        click.option(
            *named("protocol"), type=click.Choice([each.value for each in TerminalProtocol]),
            default=TerminalProtocol.ZVT.value, help="What the card terminal speaks.",
        ),
        click.option(*named("baud"), type=int, default=None, help="Speed of its line; without it the protocol's own."),
        click.option(
            *named("amount-exponent"), type=int, default=0, callback=_decimals,
            help="Decimals that it gives an amount, 0 or 2; some count hundredths of a dong.",
        ),
        click.option(
            *named("kit"), type=click.Path(path_type=Path, dir_okay=False), default=None, callback=_kit,
            help='"60": what the acquirer\'s kit says; packaging/terminal-kit.toml is to be filled in.',
        ),
        click.option(
            *named("password"), type=click.IntRange(0, 999_999), default=0, help="ZVT: of the till at the terminal."
        ),
        click.option(
            *named("ends-day"), is_flag=True, help="ZVT: close the terminal's day when its totals are asked for."
        ),
        click.option(
            *named("reverses-any"), is_flag=True,
            help="ZVT: it takes back any transaction of its day; try it first, some take back their last one instead.",
        ),
        click.option(
            *named("prints"), type=click.Choice([each.value for each in Prints]), default=Prints.TILL.value,
            help="ZVT: who prints the cardholder's receipt, the till on its confirmation or the terminal by itself.",
        ),
    ]  # fmt: skip


def _kit(_context: click.Context, _parameter: click.Parameter, given: Path | None) -> Kit | None:
    if given is None:
        return None
    try:
        kit = Kit.from_toml(given.read_text(encoding="utf-8"))
        kit.check_complete()
    except (HardwareError, OSError, UnicodeDecodeError) as error:
        raise click.BadParameter(f"{given}: {error}") from error
    return kit


def _decimals(_context: click.Context, _parameter: click.Parameter, given: int) -> int:
    if given not in {0, 2}:
        raise click.BadParameter("a terminal's amounts have 0 or 2 decimals")
    return given
