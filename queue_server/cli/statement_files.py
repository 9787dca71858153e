"""Statement files: CSV in whatever a banking site writes, and .xlsx."""

import csv
import io
import warnings
from collections.abc import Sequence
from pathlib import Path
from zipfile import BadZipFile

from queue_server.domain.bank_cells import Cell

LARGEST_FILE = 20_000_000
MOST_ROWS = 100_000
MOST_COLUMNS = 60
DELIMITERS = ",;\t"


class UnreadableFile(Exception):
    """The file cannot be read; the text says why and what helps."""


def read_rows(path: Path) -> Sequence[Sequence[Cell]]:
    """Return the rows of the file's (first) sheet. Raises UnreadableFile."""
    if path.stat().st_size > LARGEST_FILE:
        raise UnreadableFile(f"it is larger than {LARGEST_FILE // 1_000_000} MB; export a shorter period")
    if path.suffix.lower() in {".xlsx", ".xlsm"}:
        return _bounded(_spreadsheet(path))
    if path.suffix.lower() == ".xls":
        raise UnreadableFile("it is an old Excel file; open it and save it as .xlsx or as CSV (UTF-8)")
    return _bounded(_csv(path.read_bytes()))


def _csv(content: bytes) -> list[list[Cell]]:
    encoding = "utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        raise UnreadableFile("its letters are not UTF-8; save it as CSV (UTF-8) or as .xlsx") from None
    delimiter = max(DELIMITERS, key=text[:20_000].count)
    try:
        return [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]
    except csv.Error as error:
        raise UnreadableFile(f"it is no CSV ({error})") from None


def _spreadsheet(path: Path) -> list[list[Cell]]:
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # banks' exports lack styles and the like, which nobody misses
            book = openpyxl.load_workbook(path, read_only=True, data_only=True)
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # some exports tell wrong ones
            rows = [list(row) for row in sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS, values_only=True)]
            book.close()
    except (BadZipFile, KeyError, ValueError, IndexError, TypeError, AttributeError, OSError, SyntaxError) as error:
        raise UnreadableFile(f"it is no .xlsx file ({type(error).__name__})") from None
    return rows


def _bounded(rows: list[list[Cell]]) -> Sequence[Sequence[Cell]]:
    if len(rows) > MOST_ROWS:
        raise UnreadableFile(f"it has more than {MOST_ROWS:,} lines; export a shorter period")
    return rows
