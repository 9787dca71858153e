"""A shift may be closed in its clerk's place, with a reason; who closed never signs, and the database sees to it"""

from alembic import op

revision = "0365"
down_revision = "0351"
branch_labels = None
depends_on = None

REFUSAL = "the books are append-only"
FIGURES = "id, centre_id, staff_id, after_entry, upto_entry, closed_at, figures, to_sign, closed_by, reason"
IN_PLACE = (
    "(closed_by IS NULL) = (reason IS NULL) AND (closed_by IS NULL OR to_sign) AND closed_by <> staff_id"
    " AND signed_by <> staff_id AND signed_by <> closed_by"
)


def upgrade() -> None:
    op.execute("ALTER TABLE shift_close ADD COLUMN closed_by INTEGER REFERENCES staff (id)")
    # Bound to a column, so that SQLite need not write the table and its triggers anew.
    op.execute(f"ALTER TABLE shift_close ADD COLUMN reason VARCHAR CONSTRAINT ck_in_place CHECK ({IN_PLACE})")
    postgresql = op.get_bind().dialect.name == "postgresql"
    op.execute("DROP TRIGGER shift_close_no_update" + (" ON shift_close" if postgresql else ""))
    then = "EXECUTE FUNCTION refuse_books_change()"
    if not postgresql:
        then = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    op.execute(f"CREATE TRIGGER shift_close_no_update BEFORE UPDATE OF {FIGURES} ON shift_close FOR EACH ROW {then}")
