"""Tables that people hand in: CSV in whatever a banking site or spreadsheet program writes, and .xlsx."""

import csv
import io
import warnings
from collections.abc import Sequence
from zipfile import BadZipFile, ZipFile

from queue_server.domain.bank_cells import Cell

LARGEST_FILE = 20_000_000
LARGEST_UNPACKED = 200_000_000
"""Bytes of an .xlsx file's parts."""
MOST_ROWS = 100_000
MOST_COLUMNS = 60
DELIMITERS = ",;\t"


class UnreadableFile(Exception):
    """The file cannot be read. The argument says why; `money.file.<why>` are its words in the strings."""


def read_table(name: str, content: bytes) -> Sequence[Sequence[Cell]]:
    """Return the rows of the (first) sheet of a file of that name. Raises UnreadableFile."""
    if len(content) > LARGEST_FILE:
        raise UnreadableFile("too_large")
    ending = name.lower().rpartition(".")[2]
    if ending in {"xlsx", "xlsm"}:
        return _bounded(_spreadsheet(content))
    if ending == "xls":
        raise UnreadableFile("old_excel")
    return _bounded(_csv(content))


def _csv(content: bytes) -> list[list[Cell]]:
    encoding = "utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        raise UnreadableFile("not_utf8") from None
    delimiter = max(DELIMITERS, key=text[:20_000].count)
    try:
        return [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]
    except csv.Error:
        raise UnreadableFile("not_csv") from None


def _spreadsheet(content: bytes) -> list[list[Cell]]:
    import openpyxl

    try:
        _check_unpacked(content)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # banks' exports lack styles and the like, which nobody misses
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # some exports tell wrong ones
            rows = [list(row) for row in sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS, values_only=True)]
            book.close()
    except (BadZipFile, KeyError, ValueError, IndexError, TypeError, AttributeError, OSError, SyntaxError):
        raise UnreadableFile("not_xlsx") from None
    return rows


def _check_unpacked(content: bytes) -> None:
    with ZipFile(io.BytesIO(content)) as packed:
        if sum(part.file_size for part in packed.infolist()) > LARGEST_UNPACKED:
            raise UnreadableFile("too_large")


def _bounded(rows: list[list[Cell]]) -> Sequence[Sequence[Cell]]:
    if len(rows) > MOST_ROWS:
        raise UnreadableFile("too_large")
    return rows
