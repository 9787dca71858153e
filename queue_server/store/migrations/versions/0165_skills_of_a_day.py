"""Skills that a counter has for one day"""

from alembic import op

revision = "0165"
down_revision = "0164"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "CREATE TABLE skills_kept (counter_id INTEGER NOT NULL REFERENCES counter (id), day INTEGER NOT NULL,"
        " skills TEXT NOT NULL, PRIMARY KEY (counter_id))"
    )
