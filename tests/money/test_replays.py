"""The bank's word a thousand times over, from everybody at once, in every form: it acts once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from bank_letters import give_secrets, payos_body, sepay_body, sepay_headers
from cashiers import ACCOUNT, Cashiers

from queue_server.domain.bank_statement import read_statement
from queue_server.store.bank_credits import unsettled_credits
from queue_server.store.payments import payments_of
from queue_server.usecases.crediting import receive_credit

TIMES = 1_000
REFERENCE = "FT26327000001"
HEADING = ["Ngày giao dịch", "Số tham chiếu", "Số tiền ghi có", "Mô tả"]


@pytest.fixture
def database_url(request):
    return request.getfixturevalue(f"{request.param}_url")


@pytest.mark.parametrize(("database_url", "times"), [("sqlite", TIMES), ("postgres", 300)], indirect=["database_url"])
def test_a_thousand_tellings_from_threads_in_every_form_pay_once(site, tmp_path, times):
    give_secrets(tmp_path)
    cashiers = Cashiers(site.hall)
    charge = cashiers.charges()
    payment = cashiers.begins(charge)
    text = f"CT DEN {payment.code} NGUYEN VAN A"
    sepay, payos = sepay_body(content=text, referenceCode=REFERENCE), payos_body(description=text, reference=REFERENCE)
    (line,) = read_statement([HEADING, ["23/11/2026", REFERENCE, "16,000", text]], account=ACCOUNT.number, named={})

    def tell(number):
        if number % 50 == 7:
            return cashiers.does(receive_credit, credit=line.credit).state == "matched"
        client = site.application.flask.test_client()
        if number % 2:
            headers = sepay_headers(sepay, site.hall.at)
            return client.post("/api/v1/bank/sepay", data=sepay, headers=headers).json == {"success": True}
        return client.post("/api/v1/bank/payos", data=payos, content_type="application/json").json == {"success": True}

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(tell, range(times)))
    with site.hall.store.reading() as connection:
        assert unsettled_credits(connection, site.hall.centre_id) == []
        assert [each.state for each in payments_of(connection, charge.id)] == ["confirmed"]
    assert cashiers.books() == {"bank": 16_000, "le_phi": -8_000, "phi": -8_000}
