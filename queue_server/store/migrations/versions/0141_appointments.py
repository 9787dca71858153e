"""Appointments: how services are booked, what is booked, and the reminders on their way"""

from alembic import op

revision = "0141"
down_revision = "0161"
branch_labels = None
depends_on = None

STATES = "'booked', 'cancelled', 'checked_in', 'no_show'"
TABLES = (
    """
    CREATE TABLE booking (
        service_id INTEGER NOT NULL PRIMARY KEY REFERENCES service (id),
        slot_minutes INTEGER NOT NULL,
        capacity INTEGER NOT NULL,
        days_ahead INTEGER NOT NULL,
        CONSTRAINT ck_slot_minutes CHECK (slot_minutes BETWEEN 5 AND 480),
        CONSTRAINT ck_capacity CHECK (capacity BETWEEN 1 AND 999),
        CONSTRAINT ck_days_ahead CHECK (days_ahead BETWEEN 0 AND 90)
    )
    """,
    """
    CREATE TABLE appointment_rules (
        centre_id INTEGER NOT NULL PRIMARY KEY REFERENCES centre (id),
        head_start_minutes INTEGER NOT NULL,
        early_minutes INTEGER NOT NULL,
        grace_minutes INTEGER NOT NULL,
        remind_hours INTEGER NOT NULL
    )
    """,
    f"""
    CREATE TABLE appointment (
        id {{serial}},
        centre_id INTEGER NOT NULL REFERENCES centre (id),
        service_id INTEGER NOT NULL REFERENCES service (id),
        code VARCHAR NOT NULL,
        slot_at BIGINT NOT NULL,
        place INTEGER NOT NULL,
        state VARCHAR NOT NULL,
        citizen_hash VARCHAR,
        citizen_masked VARCHAR,
        language VARCHAR NOT NULL,
        booked_at BIGINT NOT NULL,
        ticket_id VARCHAR REFERENCES ticket (id),
        due_at BIGINT,
        CONSTRAINT ck_state CHECK (state IN ({STATES})),
        CONSTRAINT ck_place CHECK (place > 0),
        CONSTRAINT ux_appointment_code UNIQUE (code)
    )
    """,
    """
    CREATE TABLE reminder (
        appointment_id INTEGER NOT NULL PRIMARY KEY REFERENCES appointment (id),
        state VARCHAR NOT NULL,
        attempts INTEGER NOT NULL,
        next_at BIGINT NOT NULL,
        CONSTRAINT ck_state CHECK (state IN ('delivered', 'failed', 'queued'))
    )
    """,
)
INDEXES = (
    "CREATE UNIQUE INDEX ux_appointment_place ON appointment (service_id, slot_at, place) WHERE state <> 'cancelled'",
    "CREATE UNIQUE INDEX ux_appointment_citizen ON appointment (centre_id, citizen_hash) WHERE state = 'booked'",
    "CREATE INDEX ix_appointment_due ON appointment (slot_at) WHERE state = 'booked'",
    "CREATE INDEX ix_appointment_day ON appointment (centre_id, slot_at)",
    "CREATE INDEX ix_appointment_ticket ON appointment (ticket_id) WHERE ticket_id IS NOT NULL",
    "CREATE INDEX ix_appointment_remembered ON appointment (slot_at) WHERE citizen_hash IS NOT NULL",
    "CREATE INDEX ix_reminder_next ON reminder (next_at) WHERE state = 'queued'",
)


def upgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    serial = "INTEGER NOT NULL PRIMARY KEY" if sqlite else "SERIAL NOT NULL PRIMARY KEY"
    for statement in (*TABLES, *INDEXES):
        op.execute(statement.replace("{serial}", serial))
