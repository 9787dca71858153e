"""The vendor's own till programs judge the simulated pipe terminal: for Python in this process, for Node.js beside."""

import json

import pytest
from node_programs import node
from transbank.POS.POSIntegrado import POSIntegrado

BAUD = 1_000_000
"""So fast that a message comes whole: these programs read what waits and take it for one."""
SOLD = {"success": True, "ticket": "A123", "amount": "50000", "last_4_digits": "1111", "operation_number": "000001"}


@pytest.fixture
def terminal(simulator):
    return simulator(
        "terminal", "pty", "--protocol", "pipe", "--pace", "0.02", "--patience", "0.1", "--again-after", "60"
    )


@pytest.fixture
def till(terminal):
    till = POSIntegrado()
    till.timeout = 150  # looks, five a second: half a minute
    till.open_port(terminal.url, BAUD)
    yield till
    till.close_port()


def test_the_vendors_program_for_python_sells_asks_takes_back_and_closes(till):
    asked = []
    assert till.poll()
    assert till.last_sale()["response_code"] == "11"
    sale = till.sale(50_000, "A123", send_status=True, callback=asked.append)
    assert sale.items() >= SOLD.items()
    assert [each["response_code"] for each in asked] == ["78", "79", "81", "82"]
    assert till.last_sale() == {**sale, "function_code": 260}
    totals = till.totals()
    assert (totals["tx_count"], totals["tx_total"]) == ("1", "50000")
    listed, end = till.details(print_on_pos=True)
    assert (listed["ticket"], listed["amount"], end["authorization_code"]) == ("A123", "50000", "")
    refund = till.refund(int(sale["operation_number"]))
    assert (refund["success"], refund["authorization_code"]) == (True, sale["authorization_code"])
    assert till.load_keys()["success"]
    assert till.close()["success"]
    assert till.set_normal_mode()


@pytest.mark.parametrize(
    ("cardholder", "code"), [("decline", "01"), ("cancel", "07"), ("timeout", "22"), ("wrong_pin", "93")]
)
def test_the_vendors_program_for_python_is_told_why_a_sale_was_not_approved(terminal, till, cardholder, code):
    terminal.deed("cardholder", does=cardholder)
    sale = till.sale(50_000, "A123")
    assert (sale["success"], sale["response_code"], sale["ticket"]) == (False, code, "A123")
    assert terminal.state()["booked"] == []


def test_the_vendors_program_for_node_sells_asks_takes_back_and_closes(terminal):
    told = json.loads(node("transbank.mjs", terminal.url, str(BAUD)))
    sale = told["sale"]
    assert told["none"]["responseCode"] == 11
    assert (sale["successful"], sale["ticket"], sale["amount"], sale["last4Digits"]) == (True, "00A123", 50_000, 1111)
    assert told["progress"] == [78, 79, 81, 82]
    assert told["last"] == {**sale, "functionCode": 260}
    assert (told["totals"]["txCount"], told["totals"]["txTotal"]) == (1, 50_000)
    assert [each["authorizationCode"] for each in told["details"]] == [sale["authorizationCode"]]
    assert told["refund"]["successful"]
    assert told["refund"]["operationId"] == sale["operationNumber"]
    assert told["keys"]["successful"]
    assert told["close"]["successful"]
    assert terminal.state()["booked"] == []
