"""How staff settled the tickets that were given without the server and could not be taken in"""

from alembic import op

revision = "0201"
down_revision = "0200"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE offline_ticket ADD COLUMN settled_at BIGINT")
    op.execute("ALTER TABLE offline_ticket ADD COLUMN settled_by INTEGER REFERENCES staff (id)")
    op.execute("ALTER TABLE offline_ticket ADD COLUMN settled_note VARCHAR")
    op.execute(
        "CREATE INDEX ix_offline_ticket_open ON offline_ticket (centre_id, received_at)"
        " WHERE fate = 'refused' AND settled_at IS NULL"
    )
