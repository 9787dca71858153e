"""What a process says on its standard error has no card number: logs, tracebacks, refused arguments."""

import io
import sys
from typing import Any

import click

from hardware.terminal.card_numbers import without_card_numbers


class CleanStream(io.TextIOWrapper):
    """A text stream over a file that takes card numbers out of each text that is written."""

    def __init__(self, file: Any) -> None:
        super().__init__(file, encoding="utf-8", errors="backslashreplace", line_buffering=True)

    def write(self, text: str) -> int:
        """Write the text without card numbers."""
        return super().write(without_card_numbers(text))


class CleanGroup(click.Group):
    """The commands of a program whose standard error is clean, whoever writes there: us, a library or Python."""

    def main(self, *arguments: Any, **more: Any) -> Any:
        """Run the command that the arguments mean."""
        own = sys.__stderr__
        if own is not None and sys.stderr is own:
            own.flush()
            sys.stderr = CleanStream(own.buffer)
        return super().main(*arguments, **more)
