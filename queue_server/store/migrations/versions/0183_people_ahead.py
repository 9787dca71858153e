"""People ahead: counted from the index alone"""

from alembic import op

revision = "0183"
down_revision = "0182"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DROP INDEX ix_ticket_waiting")
    op.execute(
        "CREATE INDEX ix_ticket_waiting ON ticket"
        " (line_id, effective_at, issued_at, number, id, for_counter_id, for_clerk_id, state) WHERE state = 'waiting'"
    )
