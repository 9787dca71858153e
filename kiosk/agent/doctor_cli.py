"""The command `motcua-agent doctor`."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from kiosk.agent import doctor
from kiosk.agent.errors import SettingsWrong
from kiosk.agent.printing import check_printer, open_printer
from kiosk.agent.settings import AgentSettings, server_url
from kiosk.agent.testslip import ADDRESSES, printer_options, printing_of
from kiosk.agent.tills import TERMINALS, settings_of, terminal_options
from kiosk.texts import LANGUAGES, text

SIGNS = {doctor.Level.OK: "+", doctor.Level.WARNING: "!", doctor.Level.FAULT: "x"}


@click.command("doctor", context_settings={"auto_envvar_prefix": "MOTCUA_AGENT", "show_default": True})
@click.option("--server", required=True, help="The centre's server, http://HOST:PORT or https://HOST.")
@click.option(
    "--data", type=click.Path(path_type=Path, file_okay=False), default=Path("agent"), help="The agent's folder."
)
@click.option("--printer", help=ADDRESSES)
@printer_options
@click.option("--terminal", help=TERMINALS)
@terminal_options("terminal-")
@click.option("--ca", type=click.Path(path_type=Path, dir_okay=False), help="Certificate authority of the server.")
@click.option("--test-slip", is_flag=True, help="Also print a slip with all letters.")
@click.option("--language", type=click.Choice(LANGUAGES), default="vi", help="Of the words.")
@click.option("--json", "as_json", is_flag=True, help="For programs: one JSON object.")
def doctor_command(*, as_json: bool, language: str, test_slip: bool, **given: Any) -> None:
    """Look at all that a kiosk needs and say what is wrong, in words. The exit status is 1 when something is.

    A running agent holds the printer's port: end it first to have the printer looked at.
    """
    logging.getLogger("motcua").addHandler(logging.NullHandler())
    try:
        given["server"] = server_url(given["server"])
    except SettingsWrong as wrong:
        raise click.BadParameter(str(wrong), param_hint="--server") from wrong
    try:
        terminal = settings_of(given, given.pop("terminal"))
    except SettingsWrong as wrong:
        raise click.BadParameter(str(wrong), param_hint="--terminal") from wrong
    settings = AgentSettings(host="127.0.0.1", port=0, printing=printing_of(given), terminal=terminal, **given)
    findings = list(_findings(settings, test_slip=test_slip, language=language))
    worst = doctor.worst(findings)
    click.echo(_document(findings, worst, language) if as_json else _words(findings, worst, language))
    raise SystemExit(int(worst is doctor.Level.FAULT))


def _findings(settings: AgentSettings, *, test_slip: bool, language: str) -> Iterator[doctor.Finding]:
    yield doctor.find_ports()
    printer = None
    if settings.printer is not None:
        printer = open_printer(
            settings.printer, settings.printing, baud=settings.baud, rtscts=settings.rtscts, xonxoff=settings.xonxoff
        )
        try:
            check_printer(settings.printer, settings.baud, settings.printing)
        except SettingsWrong as wrong:
            yield doctor.fault("printer.too_slow", why=wrong)
    yield doctor.look_at_printer(settings.printer, printer)
    if test_slip and printer is not None:
        yield doctor.print_test_slip(printer, settings, language=language)
    yield doctor.look_at_terminal(settings.terminal)
    yield from doctor.ask_server(settings)
    yield doctor.look_at_disk(settings.data)
    yield doctor.look_at_journal(settings.journal_file)


def _words(findings: list[doctor.Finding], worst: doctor.Level, language: str) -> str:
    lines = [f"[{SIGNS[finding.level]}] {finding.said(language)}" for finding in findings]
    return "\n".join([*lines, text(f"agent.doctor.all.{worst.value}", language)])


def _document(findings: list[doctor.Finding], worst: doctor.Level, language: str) -> str:
    said = [
        {
            "code": finding.code,
            "level": finding.level.value,
            "facts": {name: str(fact) for name, fact in finding.facts.items()},
            "text": finding.said(language),
        }
        for finding in findings
    ]
    return json.dumps({"worst": worst.value, "findings": said}, ensure_ascii=False, indent=1)
