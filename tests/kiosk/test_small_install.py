"""A kiosk box needs little: neither a database nor the server's web."""

import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions, requires
from pathlib import Path

SERVERS_OWN = {
    *("alembic", "argon2", "display", "engineio", "flask_socketio", "gunicorn", "pydantic", "psycopg"),
    *("queue_server", "simple_websocket", "socketio", "sqlalchemy", "sqlmodel", "structlog"),
}
TAKEN_WHERE_THEY_ARE = {"editables", "pygments", "rich"}
"""By a development install, and by httpx for a command of its own; nothing here needs them."""
LOOK = "import sys, kiosk.agent.agent, kiosk.agent.cli; print(*{name.partition('.')[0] for name in sys.modules})"
NAME = re.compile(r"[A-Za-z0-9._-]+")


def loaded():
    """The top-level modules of an agent's process."""
    done = subprocess.run([sys.executable, "-c", LOOK], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def plain(requirement):
    return re.sub(r"[-_.]+", "-", NAME.match(requirement)[0]).lower()


def with_theirs(names):
    """These distributions and all that they need."""
    known, to_see = set(), [plain(name) for name in names]
    while to_see:
        name = to_see.pop()
        if name not in known:
            known.add(name)
            to_see += [plain(each) for each in requires(name) or () if "extra ==" not in each and ";" not in each]
    return known


def test_the_agent_loads_nothing_of_the_servers():
    assert SERVERS_OWN & loaded() == set()


def test_what_the_agent_loads_is_installed_with_it():
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    brought = with_theirs(project["dependencies"]) | {"motcua", "setuptools", "pip"}
    owners = packages_distributions()
    missing = {
        module: owners[module]
        for module in (loaded() & owners.keys()) - TAKEN_WHERE_THEY_ARE
        if not {plain(owner) for owner in owners[module]} & brought and not module.startswith("_")
    }
    assert missing == {}
