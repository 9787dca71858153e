"""Keys of a centre: what made a command of a person once is told apart by centre, also what was kept before"""

from alembic import op

revision = "0190"
down_revision = "0210"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Where somebody was when a command was answered stands nowhere; nearly always it was at home.
    op.execute(
        "UPDATE answer SET key = 'staff:' || s.id || '@' || s.centre_id || substr(key, length('staff:' || s.id) + 1)"
        " FROM staff s WHERE key LIKE 'staff:' || s.id || ':%'"
    )
