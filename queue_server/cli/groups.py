"""The commands, by name."""

import click

from display.voices_cli import voices
from hardware.simulators.cli import simulate
from queue_server.cli.bank import bank_command
from queue_server.cli.catalogue import import_procedures_command
from queue_server.cli.demo import demo_command
from queue_server.cli.fee_review import review_fees_command
from queue_server.cli.fees import export_fees_command, import_fees_command
from queue_server.cli.migrating import migrate_command
from queue_server.cli.poll_bank import poll_bank_command
from queue_server.cli.seeding import export_command, seed_command
from queue_server.cli.serving import serve_command
from queue_server.cli.staff import staff
from queue_server.cli.statement import import_statement_command

COMMANDS: list[click.Command] = [
    demo_command,
    export_command,
    export_fees_command,
    import_fees_command,
    import_procedures_command,
    import_statement_command,
    migrate_command,
    poll_bank_command,
    review_fees_command,
    seed_command,
    serve_command,
    simulate,
    staff,
    voices,
]

simulate.add_command(bank_command)
