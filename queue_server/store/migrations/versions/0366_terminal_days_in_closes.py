"""A terminal's day is compared by positions, not by moments, and stands in one close of the centre's day"""

import sqlalchemy as sa
from alembic import op

revision = "0366"
down_revision = "0365"
branch_labels = None
depends_on = None

REFUSAL = "the books are append-only"
KEPT_AS_COMPARED = """
UPDATE terminal_day SET
 upto_entry = COALESCE((SELECT max(e.id) FROM ledger_entry e
  WHERE e.centre_id = terminal_day.centre_id AND e.at <= terminal_day.told_at), 0),
 upto_telling = COALESCE((SELECT max(t.id) FROM terminal_telling t
  WHERE t.device_id = terminal_day.device_id AND t.told_at <= terminal_day.told_at), 0),
 day_close_id = (SELECT min(c.id) FROM day_close c
  WHERE c.centre_id = terminal_day.centre_id AND c.closed_at >= terminal_day.told_at)
WHERE told_at IS NOT NULL
"""


def upgrade() -> None:
    op.execute("ALTER TABLE terminal_day ADD COLUMN upto_entry BIGINT")
    op.execute("ALTER TABLE terminal_day ADD COLUMN upto_telling BIGINT")
    reference = "BIGINT" if op.get_bind().dialect.name == "postgresql" else "INTEGER"
    op.execute(f"ALTER TABLE terminal_day ADD COLUMN day_close_id {reference} REFERENCES day_close (id)")
    op.execute(KEPT_AS_COMPARED)
    op.drop_index("ix_terminal_day_device", "terminal_day")
    op.create_index("ix_terminal_day_device", "terminal_day", ["device_id", "upto_entry", "upto_telling"])
    unclosed = sa.text("told_at IS NOT NULL AND day_close_id IS NULL")
    op.create_index(
        "ix_terminal_day_unclosed", "terminal_day", ["centre_id", "id"],
        sqlite_where=unclosed, postgresql_where=unclosed,
    )  # fmt: skip
    _seal("update", "UPDATE")
    _seal("delete", "DELETE")


def _seal(name: str, deed: str) -> None:
    then = "EXECUTE FUNCTION refuse_books_change()"
    if op.get_bind().dialect.name != "postgresql":
        then = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    when = "WHEN (OLD.day_close_id IS NOT NULL)"
    op.execute(f"CREATE TRIGGER terminal_day_no_{name} BEFORE {deed} ON terminal_day FOR EACH ROW {when} {then}")
