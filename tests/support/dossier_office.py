"""The small hall with people who work on dossiers."""

import json

from queue_server.store.dossiers import find_dossier
from queue_server.store.journal import entries_since
from queue_server.store.replay import Replay
from queue_server.store.schema import ProcedureRow
from queue_server.store.setup import setup_of
from queue_server.store.unit import Unit
from queue_server.usecases import steps

CODE = "H49.22-261123-0001"


class Office:
    """The small hall with people who work on dossiers."""

    def __init__(self, hall):
        self.hall = hall
        self.desk, self.appraiser, self.leader = hall.clerks
        hall.sits(self.desk, 1)
        with Unit(hall.store) as unit:
            unit.session.add(
                ProcedureRow(
                    centre_id=hall.centre_id, code="1.001193", name="Thủ tục đăng ký khai sinh", short_name="Khai sinh",
                    field="Hộ tịch", levels="[]", agency="", documents="", url="",
                    channels=json.dumps(
                        [
                            {"kind": "counter", "duration": 1.0, "unit": "working_day"},
                            {"kind": "counter", "duration": 3.0, "unit": "working_day"},
                            {"kind": "online", "duration": None, "unit": None},
                        ]
                    ),
                )
            )  # fmt: skip

    def comes(self, code=CODE):
        """A citizen's dossier is taken in hand at the desk."""
        self.hall.takes_ticket()
        self.hall.does(self.desk, "call")
        self.hall.does(self.desk, "start")
        return self.hall.does(self.desk, "dossier", text=code)

    def works(self, use_case, clerk, code=CODE, **facts):
        with Unit(self.hall.store) as unit:
            return use_case(unit, centre_id=self.hall.centre_id, clerk_id=clerk, code=code, at=self.hall.at, **facts)

    def does_step(self, clerk, result="done", code=CODE, seconds=60):
        self.works(steps.begin_step, clerk, code)
        self.hall.passes(seconds)
        return self.works(steps.end_step, clerk, code, result=result)

    def names_procedure(self, code=CODE, **facts):
        given = {"procedure": "1.001193", "channel": "counter", "term": None} | facts
        return self.works(steps.assign_procedure, self.desk, code, **given)

    def sees(self, view, *arguments):
        with self.hall.store.reading() as connection:
            setup = setup_of(self.hall.store, connection, self.hall.centre_id)
            return view(connection, setup, *arguments, at=self.hall.at)

    def dossier(self, code=CODE):
        with self.hall.store.reading() as connection:
            return find_dossier(connection, centre_id=self.hall.centre_id, code=code)

    def told(self, code=CODE):
        with self.hall.store.reading() as connection:
            return Replay().read(entries_since(connection, 0)).dossiers[code]
