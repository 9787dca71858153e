"""The database itself refuses to change the books or what was closed; only a signature is added to a shift's close"""

from alembic import op

revision = "0341"
down_revision = "0350"
branch_labels = None
depends_on = None

REFUSAL = "the books are append-only"
SEALED = ("ledger_entry", "ledger_posting", "day_close")
FIGURES = "id, centre_id, staff_id, after_entry, upto_entry, closed_at, figures, to_sign"


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_books_change() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
        )
    for table in SEALED:
        _seal(f"{table}_no_update", f"UPDATE ON {table}")
        _seal(f"{table}_no_delete", f"DELETE ON {table}")
    _seal("shift_close_no_delete", "DELETE ON shift_close")
    _seal("shift_close_no_update", f"UPDATE OF {FIGURES} ON shift_close")
    _seal("shift_close_signed_once", "UPDATE ON shift_close", when="OLD.signed_by IS NOT NULL")


def _seal(name: str, deed: str, *, when: str | None = None) -> None:
    condition = "" if when is None else f" WHEN ({when})"
    if op.get_bind().dialect.name == "postgresql":
        then = "EXECUTE FUNCTION refuse_books_change()"
    else:
        then = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    op.execute(f"CREATE TRIGGER {name} BEFORE {deed} FOR EACH ROW{condition} {then}")
