"""People who work at several centres, and the centre that a signed-in browser is at"""

from alembic import op

revision = "0166"
down_revision = "0165"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "CREATE TABLE membership (staff_id INTEGER NOT NULL REFERENCES staff (id),"
        " centre_id INTEGER NOT NULL REFERENCES centre (id), roles VARCHAR NOT NULL, PRIMARY KEY (staff_id, centre_id))"
    )
    op.execute("CREATE INDEX ix_membership_centre_id ON membership (centre_id)")
    op.execute("ALTER TABLE sign_in ADD COLUMN centre_id INTEGER REFERENCES centre (id)")
