"""The logo of a centre"""

import sqlalchemy as sa
from alembic import op

revision = "0241"
down_revision = "0310"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("centre", sa.Column("logo", sa.Text))
