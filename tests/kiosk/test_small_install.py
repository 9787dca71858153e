"""A kiosk box needs little: neither a database nor the server's web."""

import subprocess
import sys

SERVERS_OWN = {
    *("alembic", "argon2", "display", "engineio", "flask_socketio", "gunicorn", "pydantic", "psycopg"),
    *("queue_server", "simple_websocket", "socketio", "sqlalchemy", "sqlmodel"),
}
LOOK = "import sys, kiosk.agent.agent, kiosk.agent.cli; print(*{name.partition('.')[0] for name in sys.modules})"


def test_the_agent_loads_nothing_of_the_servers():
    done = subprocess.run([sys.executable, "-c", LOOK], capture_output=True, text=True, check=True)
    assert SERVERS_OWN & set(done.stdout.split()) == set()
