"""What a statement costs must not grow with the years that lie behind a centre."""

import gc
import importlib
import pkgutil
import re
import sqlite3
from contextlib import closing

import pytest

import queue_server
from queue_server.store.engine import Store
from queue_server.store.lines import _AHEAD
from queue_server.store.migrate import migrate
from queue_server.store.prepared import Prepared

FURNITURE = {
    "appointment_rules", "bank_account", "bank_poll", "booking", "centre", "centre_version", "counter", "device",
    "enrolment", "fee_rule", "hall", "line", "membership", "pace", "priority_class", "procedure", "service", "sign_in",
    "skill", "skills_kept", "staff",
}  # fmt: skip
"""Tables that a centre has once; all others grow with every day."""
ONLY_POSTGRESQL = ("pg_", "NOTIFY")
NAMED = re.compile(
    r"(?:FROM|JOIN|UPDATE|INTO)\s+(\w+)(?:\s+(?:AS\s+)?(?!ON\b|WHERE\b|SET\b|JOIN\b|LEFT\b|ORDER\b|GROUP\b)(\w+))?"
)
STEP = re.compile(r"(SCAN|SEARCH) (\w+)(?: USING (?:COVERING )?INDEX (\w+))?(?: \((.+)\))?")


def every_statement():
    """All statements that the product prepares."""
    for module in pkgutil.walk_packages(queue_server.__path__, "queue_server."):
        if "migrations" not in module.name and not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    return [each for each in gc.get_objects() if isinstance(each, Prepared)]


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    """An empty database with the present schema, and its SQLAlchemy dialect."""
    file = tmp_path_factory.mktemp("plans") / "motcua.sqlite"
    store = Store(f"sqlite:///{file}")
    migrate(store)
    dialect = store.writer.dialect
    store.close()
    with closing(sqlite3.connect(file)) as connection:
        yield connection, dialect


def walks_through_the_years(connection, sql, parameters):
    """The steps of the plan that look at every row of a table that grows, or at all rows of one centre."""
    partial = {
        row[0]
        for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'index' AND sql LIKE '%WHERE%'")
    }
    tables = {alias or table: table for table, alias in NAMED.findall(sql)}
    for *_, step in connection.execute(f"EXPLAIN QUERY PLAN {sql}", parameters):
        found = STEP.match(step)
        if found is None or found[3] in partial or tables.get(found[2]) in (None, *FURNITURE):
            continue
        if found[1] == "SCAN" or found[4] == "centre_id=?":
            yield step


def test_no_statement_walks_through_the_years_of_a_centre(database):
    connection, dialect = database
    statements = every_statement()
    assert len(statements) > 150
    slow = {}
    for statement in statements:
        compiled = statement._statement.compile(dialect=dialect, column_keys=statement._columns)
        sql, order = str(compiled), getattr(compiled, "positiontup", None)
        if not sql.startswith(("SELECT", "WITH", "UPDATE", "DELETE")) or any(word in sql for word in ONLY_POSTGRESQL):
            continue
        parameters = dict.fromkeys(compiled.params) if order is None else (None,) * len(order)
        if steps := list(walks_through_the_years(connection, sql, parameters)):
            slow[sql] = steps
    assert slow == {}


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT count(*) FROM ticket WHERE centre_id = 1 AND state = 'waiting'",
        "SELECT t.id FROM ticket AS t WHERE t.label = 'A001'",
        "SELECT u.outcome FROM centre c JOIN turn u ON u.centre_id = c.id WHERE c.id = 1",
        "UPDATE job SET state = 'queued' WHERE kind = 'slip'",
    ],
)
def test_a_statement_that_does_is_found_out(database, sql):
    assert list(walks_through_the_years(database[0], sql, ()))


def test_what_is_ahead_of_a_number_is_counted_from_the_index_alone(database):
    facts = dict.fromkeys(("who", "effective_at", "issued_at", "number", "id"), 1)
    steps = {row[1] for row in database[0].execute(f"EXPLAIN {_AHEAD._statement}", facts)}
    assert not steps & {"DeferredSeek", "SeekRowid"}
