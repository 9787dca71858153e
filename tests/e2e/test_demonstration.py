"""A demonstration keeps to its own folder."""

import fcntl

import pytest
from click.testing import CliRunner

from queue_server.cli import main
from queue_server.cli.demo import MARK


@pytest.mark.parametrize("options", [[], ["--fresh"], ["--day"]])
def test_a_folder_that_holds_something_else_is_left_as_it_is(tmp_path, options):
    kept = tmp_path / "motcua.sqlite"
    kept.write_text("a year of tickets")
    result = CliRunner().invoke(main, ["demo", "--data", str(tmp_path), *options])
    assert result.exit_code == 1
    assert "choose another folder" in result.output
    assert [path.name for path in tmp_path.iterdir()] == ["motcua.sqlite"]
    assert kept.read_text() == "a year of tickets"


def test_a_second_demonstration_does_not_empty_the_folder_under_the_first(tmp_path):
    (tmp_path / "slips").mkdir()
    with (tmp_path / MARK).open("w") as mark:
        fcntl.flock(mark, fcntl.LOCK_EX)
        result = CliRunner().invoke(main, ["demo", "--data", str(tmp_path), "--fresh"])
    assert result.exit_code == 1
    assert "another demonstration runs" in result.output
    assert (tmp_path / "slips").exists()
