"""How long and how often random lives of a hall run, and a fresh hall for each of them on both databases.

`MOTCUA_LIVES=2000` runs so many other ones at each run; without it the same ones are run each time.
"""

import os
import shutil
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path

import hypothesis
import psycopg
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from queue_server.store.engine import Store

LIVES = os.environ.get("MOTCUA_LIVES")
SEEDS = [None, *range(1, 9)] if LIVES is None else [None]
"""A machine may run again until all has happened: each time from another seed.

Hypothesis tries the constants of all modules that are loaded, so that one seed is another run beside other tests.
"""


def lives(usual, *, steps):
    """The settings of a machine: `usual` lives of so many steps, each time the same, or as many as are asked for."""
    return settings(
        max_examples=int(LIVES or usual), stateful_step_count=steps, deadline=None, derandomize=LIVES is None,
        database=None, suppress_health_check=list(HealthCheck),
    )  # fmt: skip


def run_lives(machine, hall, profile, seed=None):
    """Run a machine, made of a hall, again and again over copies of the hall's database; each is gone after its run."""
    hall.store.close()
    numbers = count()
    copied = copied_file if hall.store.is_sqlite else copied_database

    def born():
        copy = copied(hall.store.url, next(numbers))
        life = machine(replace(hall, store=Store(copy.__enter__()), chances=count()))
        ends = life.teardown

        def teardown():
            try:
                ends()
            finally:
                life.hall.store.close()
                copy.__exit__(None, None, None)

        life.teardown = teardown
        return life

    run_state_machine_as_test(born if seed is None else hypothesis.seed(seed)(born), settings=profile)


@contextmanager
def copied_file(url, number):
    file = Path(url.database).with_name(f"life{number}.sqlite")
    shutil.copy(url.database, file)
    yield f"sqlite:///{file}"
    for part in file.parent.glob(f"{file.name}*"):
        part.unlink()


@contextmanager
def copied_database(url, number):
    name = f"{url.database}_life{number}"
    server = url.set(drivername="postgresql", database="postgres").render_as_string(hide_password=False)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {url.database}")
    yield url.set(database=name).render_as_string(hide_password=False)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name}")
