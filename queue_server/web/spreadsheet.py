"""Tables as CSV and Excel files: in the user's words, and with nothing that would be run."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, request
from pydantic import BaseModel

from queue_server.domain.centre import LANGUAGES
from queue_server.domain.errors import NotFound
from queue_server.store.setup import setup_of
from queue_server.web.endpoint import Call
from queue_server.web.problems import language
from queue_server.web.strings import catalogue

LANGUAGE = "language"
"""The query parameter by which a page asks in the language that it speaks itself."""

BYTE_ORDER_MARK = "\ufeff"
"""At the front of the file it makes spreadsheet programs read the letters as UTF-8."""

WORDS: Mapping[str, str] = MappingProxyType(
    {
        "outcome": "manager.outcome",
        "reason": "manager.reason",
        "step": "dossiers.step",
        "result": "dossiers.result",
        "state": "dossiers.state",
        "standing": "dossiers.standing",
        "kind": "money.kind",
        "method": "money.method",
        "account": "money.account",
    }
)
"""Columns that hold codes, and where the words for these stand in the catalogues."""

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Sheet = tuple[str, type[BaseModel], Iterable[Mapping[str, Any]]]
"""The key of its title, its columns and its rows."""

RUN = frozenset({"=", "+", "-", "@", "\t", "\r", "\n"})
"""What a cell begins with that a spreadsheet program takes for a formula (OWASP, "CSV Injection")."""


def csv_answer(
    call: Call, columns: type[BaseModel], rows: Iterable[Mapping[str, Any]], name: str, *, quoted: bool = False
) -> Response:
    """Return the rows as a CSV file with the columns of the model, headed by their texts `web.csv.<column>`.

    Moments are to the second by the centre's clock. With all texts `quoted` the file can also be read by a program that
    takes semicolons for separators. Raises NotFound for a language that there is not.
    """
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC if quoted else csv.QUOTE_MINIMAL)
    for row in _table(call, columns, rows):
        writer.writerow(_unrun(f"{cell:%Y-%m-%d %H:%M:%S}" if isinstance(cell, datetime) else cell) for cell in row)
    return _file(BYTE_ORDER_MARK + text.getvalue(), "text/csv; charset=utf-8", f"{name}.csv")


def excel_answer(call: Call, sheets: Sequence[Sheet], name: str) -> Response:
    """Return the tables as the sheets of an Excel file, in words as in `csv_answer`; a text is never a formula.

    Raises NotFound for a language that there is not.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for title, columns, rows in sheets:
        sheet = book.create_sheet(catalogue(_language())[title])
        for row in _table(call, columns, rows):
            sheet.append([_excel_cell(sheet, value) for value in row])
    content = io.BytesIO()
    book.save(content)
    return _file(content.getvalue(), EXCEL, f"{name}.xlsx")


def _excel_cell(sheet: Any, value: Any) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub(" ", value))
    cell.data_type = "s"  # openpyxl takes a text that begins with "=" for a formula
    return cell


def _table(call: Call, columns: type[BaseModel], rows: Iterable[Mapping[str, Any]]) -> Iterator[list[Any]]:
    spoken, zone = _language(), ZoneInfo(_zone(call))
    yield [catalogue(spoken)[f"web.csv.{column}"] for column in columns.model_fields]
    for row in rows:
        yield [_cell(column, row[column], spoken, zone) for column in columns.model_fields]


def _file(content: str | bytes, kind: str, name: str) -> Response:
    response = Response(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _language() -> str:
    asked = request.args.getlist(LANGUAGE)
    if not asked:
        return language()
    if len(asked) > 1 or asked[0] not in LANGUAGES:
        raise NotFound(what=LANGUAGE, name=",".join(asked)[:32])
    return asked[0]


def _zone(call: Call) -> str:
    store = call.context.store
    with store.reading() as connection:
        return setup_of(store, connection, call.centre_id).zone


def _cell(column: str, value: Any, spoken: str, zone: ZoneInfo) -> Any:
    if isinstance(value, Mapping):
        value = value["names"][spoken]
    elif isinstance(value, bool):
        value = catalogue(spoken)["manager.yes" if value else "manager.no"]
    elif column in WORDS and value is not None:
        value = catalogue(spoken).get(f"{WORDS[column]}.{value.replace(':', '_')}", value)
    elif column.endswith("_at") and value is not None:
        return datetime.fromisoformat(value).astimezone(zone).replace(microsecond=0, tzinfo=None)
    return value


def _unrun(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value[:1] in RUN else value
