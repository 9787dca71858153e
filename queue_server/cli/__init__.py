"""The command `motcua`."""

from importlib.metadata import version

import click

from hardware.clean_errors import CleanGroup

try:
    from queue_server.cli.groups import COMMANDS
except ModuleNotFoundError as missing:
    raise SystemExit(
        f"motcua: the server's part is not installed ({missing.name} is missing): pip install 'motcua[server]'"
    ) from None


@click.group(cls=CleanGroup, context_settings={"help_option_names": ["-h", "--help"]}, commands=COMMANDS)
@click.version_option(version("motcua"), prog_name="motcua")
def main() -> None:
    """Motcua: the kiosk and queue-management system of a public administrative service centre.

    \b
    A new installation:
      motcua migrate                       make or update the database
      motcua seed --demo                   a demonstration centre, or: motcua seed FILE
      motcua voices build                  the spoken calls
      motcua serve                         the server

    Every command takes --database and --data, or MOTCUA_DATABASE and MOTCUA_DATA from the environment.
    """
