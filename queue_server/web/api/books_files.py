"""The books of closed days as files for accounting. A closed day never changes, and neither does its file."""

from flask import Response

from queue_server.domain.errors import NotFound
from queue_server.store.books_export import BooksExport, books_export
from queue_server.store.closes import day_closes_between
from queue_server.web.api import api
from queue_server.web.api.manager import VIEW, asked_day
from queue_server.web.endpoint import Call
from queue_server.web.schemas_books import BooksPaymentRow, BooksPostingRow, BooksShiftRow
from queue_server.web.spreadsheet import Sheet, csv_answer, excel_answer


@api.endpoint("GET", "/money/books/<day>/<until>/payments.csv", needs=VIEW, refuses=("not_found",))
def books_payments_csv(call: Call, day: str, until: str) -> Response:
    """The payments and refunds of the closed days from one to another, fee by fee."""
    return csv_answer(call, BooksPaymentRow, _books(call, day, until).payments, f"payments-{day}-{until}", quoted=True)


@api.endpoint("GET", "/money/books/<day>/<until>/postings.csv", needs=VIEW, refuses=("not_found",))
def books_postings_csv(call: Call, day: str, until: str) -> Response:
    """The postings of the closed days from one to another."""
    return csv_answer(call, BooksPostingRow, _books(call, day, until).postings, f"postings-{day}-{until}", quoted=True)


@api.endpoint("GET", "/money/books/<day>/<until>/shifts.csv", needs=VIEW, refuses=("not_found",))
def books_shifts_csv(call: Call, day: str, until: str) -> Response:
    """The shifts that stand in the closed days from one to another: who closed and who signed them."""
    return csv_answer(call, BooksShiftRow, _books(call, day, until).shifts, f"shifts-{day}-{until}", quoted=True)


@api.endpoint("GET", "/money/books/<day>/<until>/books.xlsx", needs=VIEW, refuses=("not_found",))
def books_excel(call: Call, day: str, until: str) -> Response:
    """All three, as the sheets of an Excel file."""
    books = _books(call, day, until)
    sheets: list[Sheet] = [
        ("money.books.sheet.payments", BooksPaymentRow, books.payments),
        ("money.books.sheet.postings", BooksPostingRow, books.postings),
        ("money.books.sheet.shifts", BooksShiftRow, books.shifts),
    ]
    return excel_answer(call, sheets, f"books-{day}-{until}")


def _books(call: Call, day: str, until: str) -> BooksExport:
    first, last = asked_day(day), asked_day(until)
    with call.context.store.reading() as connection:
        closes = day_closes_between(connection, centre_id=call.centre_id, first=first, last=last)
        if not closes:
            raise NotFound(what="closed day", name=f"{day}–{until}"[:32])
        return books_export(connection, closes)
