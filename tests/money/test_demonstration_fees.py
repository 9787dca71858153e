"""The demonstration can be paid: its fees are let in by two people, something is due, bank and terminal are known."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text

from queue_server.cli.demo_devices import let_terminal_in
from queue_server.cli.demo_fees import ACCOUNT, demo_rules, dossiers_to_pay, keep_bank_secret, seed_fees
from queue_server.cli.seeding import seed_demo
from queue_server.domain.channel import ChannelKind
from queue_server.domain.fee import fees_of
from queue_server.domain.ids import fingerprint
from queue_server.store.charges import charges_of
from queue_server.store.devices import device_by_token
from queue_server.store.dossiers import find_dossier
from queue_server.store.engine import Store
from queue_server.store.fee_rules import all_rules
from queue_server.store.given_secrets import given_secrets
from queue_server.store.migrate import migrate
from queue_server.store.payments import account_of
from queue_server.store.terminal_places import counters_of, terminals_of
from queue_server.store.unit import Unit
from queue_server.usecases.charging import withdraw_charge

AT = datetime(2026, 11, 23, 1, tzinfo=UTC)


@pytest.fixture
def store(tmp_path):
    store = Store(f"sqlite:///{tmp_path / 'demo.sqlite'}")
    migrate(store)
    yield store
    store.close()


def priced(store):
    centre_id = seed_demo(store, at=AT).centre_id
    seed_fees(store, centre_id, proposed_by="quanly", approved_by="quantri", at=AT)
    return centre_id


def test_the_demonstration_has_fees_that_count_and_an_account_that_no_bank_has(store):
    for _ in range(2):
        centre_id = priced(store)
    with store.reading() as connection:
        rules = all_rules(connection, centre_id)
        account, holder = account_of(connection, centre_id)
    assert len(rules) == len(demo_rules()) == 4
    assert all(rule.approved_by not in {None, rule.proposed_by} for rule in rules)
    asked = {"procedure": "2.000815", "channel": ChannelKind.COUNTER, "quantity": 10, "group": None}
    assert [fee.amount for fee in fees_of(rules, day=date(2026, 11, 23), **asked)] == [12_000]
    assert (account, holder) == (ACCOUNT, "TAI KHOAN TRINH DIEN")
    assert set(account.number) == {"0"}


def test_a_folder_whose_fees_were_let_in_before_they_had_translations_starts_and_keeps_them(store):
    centre_id = priced(store)
    with Unit(store) as unit:
        unit.connection.execute(text("UPDATE fee_rule SET translations = '{}'"))
    priced(store)
    with store.reading() as connection:
        counting = [rule for rule in all_rules(connection, centre_id) if rule.approved_at is not None]
    assert [rule.translations for rule in counting] == [{}] * 4


def test_each_start_has_a_dossier_to_pay_a_fee_and_a_new_one_in_the_place_of_what_was_paid(store):
    centre_id = priced(store)
    first = dossiers_to_pay(store, centre_id, clerk="quay1", at=AT)
    assert [(each.code, each.amount) for each in first] == [
        ("H49.22-261123-9001", 12_000), ("H49.22-261123-9002", 16_000), ("H49.22-261123-9003", 200_000),
    ]  # fmt: skip
    assert dossiers_to_pay(store, centre_id, clerk="quay1", at=AT) == first
    with Unit(store) as unit:
        dossier = find_dossier(unit.connection, centre_id=centre_id, code=first[1].code)
        (charge,) = charges_of(unit.connection, dossier.id)
        withdraw_charge(unit, centre_id=centre_id, clerk_id=1, charge_id=charge.id, reason="thử", at=AT)
    settled = dossiers_to_pay(store, centre_id, clerk="quay1", at=AT)
    assert [each.code[-4:] for each in settled] == ["9001", "9005", "9003"]


def test_the_counters_terminal_is_let_in_once_and_its_box_may_speak(store, tmp_path):
    centre_id = priced(store)
    file = tmp_path / "box" / "token"
    for counters in ((1, 9), (2,)):
        let_terminal_in(
            store, centre_id, token_file=file, name="số 1", hall="main", counters=counters, manager="quanly", at=AT
        )
    with store.reading() as connection:
        (terminal,) = terminals_of(connection, centre_id)
        assert device_by_token(connection, fingerprint(file.read_text())).id == terminal.id
    assert tuple(counters_of(terminal)) == (1, 9)
    assert file.stat().st_mode & 0o077 == 0


def test_the_bank_of_the_demonstration_signs_with_a_secret_that_stays(tmp_path):
    keep_bank_secret(tmp_path)
    (secret,) = given_secrets(tmp_path / "sepay-hmac.secrets")
    keep_bank_secret(tmp_path)
    assert given_secrets(tmp_path / "sepay-hmac.secrets") == (secret,)
    assert (tmp_path / "sepay-hmac.secrets").stat().st_mode & 0o077 == 0
