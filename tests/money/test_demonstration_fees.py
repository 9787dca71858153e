"""The demonstration can be paid: its fees are read, let in by two people, and its bank is believed."""

from datetime import UTC, date, datetime

from queue_server.cli.demo_fees import ACCOUNT, demo_rules, keep_bank_secret, seed_fees
from queue_server.cli.seeding import seed_demo
from queue_server.domain.channel import ChannelKind
from queue_server.domain.fee import fees_of
from queue_server.store.engine import Store
from queue_server.store.fee_rules import all_rules
from queue_server.store.given_secrets import given_secrets
from queue_server.store.migrate import migrate
from queue_server.store.payments import account_of

AT = datetime(2026, 11, 23, 1, tzinfo=UTC)


def test_the_demonstration_has_fees_that_count_and_an_account_that_no_bank_has(tmp_path):
    store = Store(f"sqlite:///{tmp_path / 'demo.sqlite'}")
    migrate(store)
    centre_id = seed_demo(store, at=AT).centre_id
    for _ in range(2):
        seed_fees(store, centre_id, proposed_by="quanly", approved_by="quantri", at=AT)
    with store.reading() as connection:
        rules = all_rules(connection, centre_id)
        account, holder = account_of(connection, centre_id)
    store.close()
    assert len(rules) == len(demo_rules()) == 4
    assert all(rule.approved_by not in {None, rule.proposed_by} for rule in rules)
    asked = {"procedure": "2.000815", "channel": ChannelKind.COUNTER, "quantity": 10, "group": None}
    assert [fee.amount for fee in fees_of(rules, day=date(2026, 11, 23), **asked)] == [12_000]
    assert (account, holder) == (ACCOUNT, "TAI KHOAN TRINH DIEN")
    assert set(account.number) == {"0"}


def test_the_bank_of_the_demonstration_signs_with_a_secret_that_stays(tmp_path):
    keep_bank_secret(tmp_path)
    (secret,) = given_secrets(tmp_path / "sepay-hmac.secrets")
    keep_bank_secret(tmp_path)
    assert given_secrets(tmp_path / "sepay-hmac.secrets") == (secret,)
    assert (tmp_path / "sepay-hmac.secrets").stat().st_mode & 0o077 == 0
