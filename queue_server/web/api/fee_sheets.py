"""Fee rules as a sheet: brought in from a spreadsheet program's file, and written out the same way."""

import base64
import binascii
import csv
import io

from flask import Response

from queue_server.domain.fee_import import FeePlan, plan_fees
from queue_server.domain.fee_sheet import HEADINGS, FeeSheet, read_fee_sheet, write_fee_sheet
from queue_server.store.fee_rules import all_rules
from queue_server.store.unit import Unit
from queue_server.store.views import View
from queue_server.usecases.fees import import_fees
from queue_server.web.api import api
from queue_server.web.api.counter import clerk_of
from queue_server.web.api.money import SETTLE
from queue_server.web.api.settling import VIEW
from queue_server.web.endpoint import Call
from queue_server.web.fee_words import mistake_in_words
from queue_server.web.problems import Refused, language
from queue_server.web.schemas_fees import FeeSheetRequest, FeeSheetTaken
from queue_server.web.spreadsheet import BYTE_ORDER_MARK
from queue_server.web.strings import translate
from queue_server.web.table_file import UnreadableFile, read_table

LARGEST_BODY = 3_000_000


@api.endpoint(
    "POST", "/money/fees/sheet", needs=SETTLE, takes=FeeSheetRequest, gives=FeeSheetTaken, once=True,
    largest=LARGEST_BODY, refuses=("fee.sheet",),
)  # fmt: skip
def take_fee_sheet(call: Call) -> str:
    """Propose the rules of a file, all or none, or say what is wrong with it, row by row."""
    sheet = _sheet(call)
    rules = [rule for _, rule in sheet.rules]

    def action(unit: Unit) -> View:
        if sheet.mistakes:
            return _taken(FeePlan(proposed=(), known=0, replacing=0), sheet)
        if call.body.dry:
            return _taken(plan_fees(rules, all_rules(unit.connection, call.centre_id)), sheet)
        return _taken(
            import_fees(unit, centre_id=call.centre_id, rules=rules, staff_id=clerk_of(call), at=call.at), sheet
        )

    return call.once(action)


@api.endpoint("GET", "/money/fees.csv", needs=VIEW)
def fee_sheet_csv(call: Call) -> Response:
    """The fee rules that are proposed or in force, as a file that can be brought in again."""
    with call.context.store.reading() as connection:
        rows = write_fee_sheet(all_rules(connection, call.centre_id))
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    response = Response(BYTE_ORDER_MARK + text.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="fees.csv"'
    return response


def _sheet(call: Call) -> FeeSheet:
    try:
        content = base64.b64decode(call.body.content, validate=True)
        return read_fee_sheet(read_table(call.body.name, content))
    except (binascii.Error, ValueError):
        why = "not_csv"
    except UnreadableFile as fault:
        why = str(fault)
    raise Refused("fee.sheet", why=translate(f"money.file.{why}", language(), {}))


def _taken(plan: FeePlan, sheet: FeeSheet) -> View:
    return {
        "proposed": len(plan.proposed),
        "known": plan.known,
        "replacing": plan.replacing,
        "mistakes": [
            {
                "row": mistake.row,
                "column": None if mistake.column is None else HEADINGS[mistake.column],
                "code": mistake.code,
                "message": mistake_in_words(mistake, language()),
            }
            for mistake in sheet.mistakes
        ],
    }
