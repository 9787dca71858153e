"""No card number anywhere: a whole centre of real processes, fed with them by every door, and every file looked at."""

import gzip
import io
import zipfile
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from card_number_day import Day
from card_number_files import CITIZEN, Files
from card_number_pushes import GAPS, grouped
from card_number_scan import CARDS, files_with_card_numbers
from whole_centre import WholeCentre

LOOKED_AT = (
    "server/motcua.sqlite", "server/motcua.sqlite-wal", "kiosk/agent.sqlite-wal", "pipe_kiosk/agent.sqlite-wal",
    "till/terminal.sqlite-wal", "zvt.json", "sixty.json", "exports/books.xlsx", "exports/backup.sqlite",
    "logs/server.log", "logs/kiosk.log", "logs/till.log", "slips",
)  # fmt: skip


def zipped(text):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("sheet.xml", text)
    return file.getvalue()


@pytest.mark.parametrize(
    "written",
    [
        str.encode,
        *(lambda card, gap=gap: f"a {grouped(card, gap)} b".encode() for gap in GAPS),
        lambda card: " ".join(card).encode(),
        lambda card: f"x{card}".encode("utf-16"),
        lambda card: b"\x22\xf8" + bytes.fromhex(card + "f" * (len(card) % 2)),
        lambda card: bytes.fromhex(f"a{card}d" + "0" * (len(card) % 2)),
        lambda card: int(card).to_bytes(8, "big"),
        lambda card: gzip.compress(card.encode()),
        zipped,
    ],
)
def test_the_search_finds_a_number_however_it_is_written(tmp_path, written):
    (tmp_path / "clean").write_bytes(b"H49.22-261126-0001 " * 99)
    for at, card in enumerate(CARDS):
        (tmp_path / f"planted-{at}").write_bytes(written(card))
    found = {name.partition("!")[0] for name in files_with_card_numbers(tmp_path)}
    assert found == {f"{tmp_path.name}/planted-{at}" for at in range(len(CARDS))}


@pytest.fixture
def centre_over(tmp_path):
    """Makes a centre over a database, and lets the power fail in it."""
    (tmp_path / "given").mkdir()
    made = []

    def make(url):
        made.append(WholeCentre(tmp_path / "centre", url))
        return made[0], Day(made[0]), Files(made[0], tmp_path / "given")

    yield make
    made[0].ends()


def test_whatever_door_it_comes_in_by_it_is_in_no_file_of_any_process(tmp_path, centre_over):
    folder = tmp_path / "centre"
    centre, day, files = centre_over(f"sqlite:///{folder / 'server' / 'motcua.sqlite'}")
    centre.starts()
    files.commands_run()
    day.kiosk_is_asked()
    day.card_pays("kiosk", "zvt")
    day.card_pays("pipe_kiosk", "pipe")
    day.card_pays_at_the_counter()
    asked_again = day.box_dies_in_a_sale()
    day.driver_fails()
    day.requests_are_broken()
    day.bank_tells()
    files.bank_is_asked()
    day.driver_recovers()
    day.paid(asked_again)
    files.commands_end()
    day.server_is_away()
    files.sheets_come_in(day)
    day.administrator_writes()
    assert day.every_endpoint() > 1_000
    files.people_fetch(day.today)
    centre.ends()
    for file in LOOKED_AT:
        assert (folder / file).stat().st_size > 0
    assert CITIZEN in (folder / "exports" / "fees.csv").read_text()
    assert files_with_card_numbers(folder) == {}


def test_on_postgresql_it_is_in_no_table_no_log_and_not_in_what_is_written_ahead(tmp_path, centre_over, postgres_url):
    plain = postgres_url.replace("+psycopg", "")
    with closing(psycopg.connect(plain, autocommit=True)) as database:
        database.execute("SELECT pg_switch_wal()")
        (before,) = database.execute("SELECT pg_walfile_name(pg_current_wal_lsn())").fetchone()
    centre, day, files = centre_over(postgres_url)
    centre.starts_server()
    files.sheets_come_in(day)
    day.administrator_writes()
    assert day.every_endpoint() > 1_000
    files.people_fetch(day.today)
    with closing(psycopg.connect(plain, autocommit=True)) as database:
        database.execute("CHECKPOINT")
        (data,) = database.execute("SHOW data_directory").fetchone()
        (own,) = database.execute("SELECT oid FROM pg_database WHERE datname = current_database()").fetchone()
        (after,) = database.execute("SELECT pg_walfile_name(pg_current_wal_lsn())").fetchone()
    centre.ends()
    ahead = [file for file in (Path(data) / "pg_wal").iterdir() if before <= file.name <= after]
    assert ahead
    assert CITIZEN in (centre.exports / "dump.sql").read_text()
    assert files_with_card_numbers(centre.folder, Path(data) / "base" / str(own), *ahead) == {}
