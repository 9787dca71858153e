"""What is wrong with a sheet of fee rules, in words."""

from queue_server.domain.fee_sheet import HEADINGS, SheetMistake
from queue_server.web.strings import translate


def mistake_in_words(mistake: SheetMistake, language: str) -> str:
    """Say what is wrong with a cell, or with the file."""
    column = "" if mistake.column is None else HEADINGS[mistake.column]
    return translate(f"money.sheet.fault.{mistake.code}", language, {"value": mistake.value, "column": column})
