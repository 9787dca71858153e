"""Tables as CSV files for spreadsheet programs: in the user's words, and with nothing that would be run."""

import csv
import io
from collections.abc import Iterable, Mapping
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
    }
)
"""Columns that hold codes, and where the words for these stand in the catalogues."""

RUN = frozenset({"=", "+", "-", "@", "\t", "\r", "\n"})
"""What a cell begins with that a spreadsheet program takes for a formula (OWASP, "CSV Injection")."""


def csv_answer(call: Call, columns: type[BaseModel], rows: Iterable[Mapping[str, Any]], name: str) -> Response:
    """Return the rows as a CSV file with the columns of the model, headed by their texts `web.csv.<column>`.

    Moments are to the second by the centre's clock. Raises NotFound for a language that there is not.
    """
    spoken, zone = _language(), ZoneInfo(_zone(call))
    texts = catalogue(spoken)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(texts[f"web.csv.{column}"] for column in columns.model_fields)
    for row in rows:
        writer.writerow(_cell(column, row[column], spoken, zone) for column in columns.model_fields)
    response = Response(BYTE_ORDER_MARK + text.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
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
        return f"{datetime.fromisoformat(value).astimezone(zone):%Y-%m-%d %H:%M:%S}"  # what every spreadsheet reads
    return f"'{value}" if isinstance(value, str) and value[:1] in RUN else value
