"""Series: the numbers of a line, and lines that share a letter"""

import re

import sqlalchemy as sa
from alembic import op

revision = "0172"
down_revision = "0171"
branch_labels = None
depends_on = None

COLUMNS = (
    "ALTER TABLE line ADD COLUMN first_number INTEGER DEFAULT 1 NOT NULL",
    "ALTER TABLE line ADD COLUMN last_number INTEGER DEFAULT 9999 NOT NULL",
    "ALTER TABLE line ADD COLUMN digits INTEGER DEFAULT 3 NOT NULL",
)


def upgrade() -> None:
    for statement in COLUMNS:
        op.execute(statement)
    if op.get_bind().dialect.name == "sqlite":
        _sqlite_may_share_letters()
    else:
        op.execute("ALTER TABLE line DROP CONSTRAINT line_centre_id_letter_key")


def _sqlite_may_share_letters() -> None:
    # A UNIQUE in a table goes only with the table. While foreign keys are deferred it may be gone for a moment: what refers
    # to its rows is counted, and each row that is back counts down (foreignkeys.html, section 4.2).
    connection = op.get_bind()
    written = connection.execute(sa.text("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = 'line'"))
    before = written.scalar_one()
    after = re.sub(r",\s*UNIQUE \(centre_id, letter\)", "", before)
    assert after != before, "the UNIQUE of line.letter is not as expected"
    for statement in (
        "PRAGMA defer_foreign_keys = ON",
        "CREATE TEMPORARY TABLE kept_line AS SELECT * FROM line",
        "DROP TABLE line",
        after,
        "INSERT INTO line SELECT * FROM kept_line",
        "DROP TABLE kept_line",
    ):
        connection.exec_driver_sql(statement)
