"""The list of transfers that the simulated bank's provider gives whom it asks, as SePay does."""

import json
from collections.abc import Mapping, Sequence
from random import Random

from queue_server.cli.bank_letters import Transfer
from queue_server.domain.bank_words import ZONE

Listing = tuple[int, Mapping[str, str], str]
"""Status, headers and body of an answer."""


def listing(
    transfers: Sequence[Transfer], asked: Mapping[str, str], faults: Mapping[str, bool], *, chance: Random
) -> Listing:
    """Return the answer to a question for an account's transfers between two moments, as the faults have it."""
    if faults["list_busy"]:
        return 429, {"Retry-After": "2"}, "Too Many Requests"
    if faults["list_garbage"]:
        return 200, {}, '{"status": 200, "transactions": [{"id": "1", "amount_in": "'
    lines = [line for line in map(_line, reversed(transfers)) if _is_asked_for(line, asked)]
    if faults["list_gaps"]:
        lines = [line for line in lines if chance.random() < 0.5]
    if faults["list_twice"]:
        lines = lines * 2
    if faults["list_shuffled"]:
        chance.shuffle(lines)
    return 200, {}, json.dumps({"status": 200, "error": None, "messages": {"success": True}, "transactions": lines})


def _is_asked_for(line: Mapping[str, str | None], asked: Mapping[str, str]) -> bool:
    at = line["transaction_date"] or ""
    between = asked.get("transaction_date_min", "") <= at <= asked.get("transaction_date_max", "9")
    return between and asked.get("account_number", line["account_number"]) == line["account_number"]


def _line(transfer: Transfer) -> dict[str, str | None]:
    return {
        "id": str(transfer.number),
        "bank_brand_name": "Vietcombank",
        "account_number": transfer.account,
        "transaction_date": f"{transfer.at.astimezone(ZONE):%Y-%m-%d %H:%M:%S}",
        "amount_out": "0.00",
        "amount_in": f"{transfer.amount}.00",
        "accumulated": "0.00",
        "transaction_content": transfer.text,
        "reference_number": transfer.reference,
        "code": None,
        "sub_account": None,
    }
