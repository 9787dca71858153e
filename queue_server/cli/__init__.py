"""The command `motcua`."""

from importlib.metadata import version

import click

from queue_server.cli.groups import COMMANDS


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, commands=COMMANDS)
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
