"""Logs without card numbers, whatever comes to them: an address that was asked for, an error's text, a traceback."""

import logging

from hardware.terminal.card_numbers import without_card_numbers


class CleanFormatter(logging.Formatter):
    """Formats as another formatter does, and then takes card numbers out."""

    def __init__(self, written_by: logging.Formatter) -> None:
        super().__init__()
        self._written_by = written_by

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, with its traceback where there is one."""
        return without_card_numbers(self._written_by.format(record))


def clean_logs(*names: str) -> None:
    """Let the handlers that these loggers and the root have by now write no card number."""
    for logger in (logging.getLogger(), *map(logging.getLogger, names)):
        for handler in logger.handlers:
            if not isinstance(handler.formatter, CleanFormatter):
                handler.setFormatter(CleanFormatter(handler.formatter or logging.Formatter()))
