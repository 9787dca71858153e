"""What a terminal has its till print for the cardholder"""

import sqlalchemy as sa
from alembic import op

revision = "0364"
down_revision = "0367"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("terminal_telling", sa.Column("lines", sa.Text))


def downgrade() -> None:
    op.drop_column("terminal_telling", "lines")
