"""Dossiers whose fee is due, put into a centre's database as a clerk at a counter does."""

import json
from datetime import UTC, datetime
from itertools import count
from secrets import token_bytes

from sqlalchemy import text

from queue_server.domain.catalogue import ChannelKind
from queue_server.domain.vietqr import Account
from queue_server.store.dossiers import see_dossier
from queue_server.store.engine import Store
from queue_server.store.payments import save_account
from queue_server.store.unit import Unit
from queue_server.usecases import charging

ACCOUNT = Account(bank="970436", number="1019333430")
CENTRE, PROCEDURE = 1, "2.000815"


class DueFees:
    """A centre with one procedure, what it costs, and an account; another process over the same database."""

    def __init__(self, url):
        self.store, self.serial = Store(url), count(1)
        with Unit(self.store) as unit:
            self.clerk = unit.connection.execute(text("SELECT min(id) FROM staff WHERE centre_id = 1")).scalar_one()
            terms = json.dumps([{"kind": "counter", "duration": 3.0, "unit": "working_day"}])
            unit.connection.execute(
                text(
                    "INSERT INTO procedure (centre_id, code, name, short_name, field, levels, agency, channels,"
                    " documents, url) VALUES (1, :code, 'Chứng thực bản sao', 'Chứng thực bản sao', 'Chứng thực', '[]',"
                    " '', :terms, '', '')"
                ),
                {"code": PROCEDURE, "terms": terms},
            )
            unit.connection.execute(
                text(
                    "INSERT INTO fee_rule (centre_id, procedure_code, channel, kind, name, unit, tiers, most, exempt,"
                    " basis, valid_from, proposed_at, approved_at) VALUES (1, :code, 'counter', 'phi',"
                    " 'Phí chứng thực', 'trang', '[[1, 2000], [3, 1000]]', 200000, '{\"poor\": 100}',"
                    " 'Thông tư 226/2016/TT-BTC', 700000, 1, 2)"
                ),
                {"code": PROCEDURE},
            )
            save_account(unit.connection, ACCOUNT, centre_id=CENTRE, holder="TRUNG TAM PVHCC QUANG NINH")

    def close(self):
        self.store.close()

    def dossier(self):
        """A dossier of the procedure for which nothing is charged yet; return its code."""
        code, at = f"H49.22-261126-{next(self.serial):04}", datetime.now(UTC)
        with Unit(self.store) as unit:
            seen = see_dossier(unit.connection, centre_id=CENTRE, code=code, at=at)
            unit.connection.execute(
                text(
                    "UPDATE dossier SET channel = :channel, procedure_id ="
                    " (SELECT id FROM procedure WHERE centre_id = 1 AND code = :procedure) WHERE id = :id"
                ),
                {"channel": ChannelKind.COUNTER.value, "procedure": PROCEDURE, "id": seen.id},
            )
        return code

    def due(self, quantity=10, group=None):
        """A dossier that costs something; return its code."""
        code = self.dossier()
        with Unit(self.store) as unit:
            charging.raise_charge(
                unit, centre_id=CENTRE, clerk_id=self.clerk, code=code, quantity=quantity, group=group,
                at=datetime.now(UTC), chance=token_bytes(charging.ID_BYTES),
            )  # fmt: skip
        return code
