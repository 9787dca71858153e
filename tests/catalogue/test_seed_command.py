"""`motcua seed`: a centre from a file, passwords once, mistakes by their place."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from queue_server.cli.seeding import seed_command
from queue_server.cli.staff import staff

Command = Callable[..., Result]


@pytest.fixture
def command(tmp_path: Path) -> Command:
    def run(*arguments: str) -> Result:
        return CliRunner().invoke(seed_command, [*arguments, "--data", str(tmp_path / "data")])

    return run


def test_the_demonstration_is_seeded_with_a_password_for_each_person(command: Command) -> None:
    result = command("--demo")

    assert result.exit_code == 0
    assert "Centre quang-ninh: 56 entries made, 0 changed." in result.output
    assert result.output.count("may sign in with the password") == 13


def test_the_data_folder_is_its_owners_alone(command: Command, tmp_path: Path) -> None:
    command("--demo")

    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700


def test_seeding_again_gives_nobody_a_new_password(command: Command) -> None:
    command("--demo")

    assert command("--demo").output == "Centre quang-ninh: 0 entries made, 0 changed.\n"


def test_a_file_of_one_s_own_begins_from_the_printed_one(command: Command, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(command("--print").output.replace('code = "quang-ninh"', 'code = "own"'), encoding="utf-8-sig")

    assert "Centre own: 56 entries made" in command(str(own)).output


def test_mistakes_are_listed_by_place_and_nothing_is_changed(command: Command, tmp_path: Path, demo_text: str) -> None:
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(demo_text.replace('line = "land"', 'line = "lands"'), encoding="utf-8")

    result = command(str(wrong))

    assert result.exit_code == 1
    assert "nothing was changed" in result.output
    assert "  services[4].line: unknown line 'lands'" in result.output
    assert not (tmp_path / "data").exists()


def test_a_file_that_is_no_text_is_refused(command: Command, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.toml"
    wrong.write_bytes(b"\xff\xfe")

    assert "is not UTF-8 text" in command(str(wrong)).output


def test_either_a_file_or_the_demonstration_must_be_named(command: Command) -> None:
    assert command().exit_code == 2


def test_a_login_of_one_centre_is_not_added_to_another(command: Command, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(command("--print").output.replace('code = "quang-ninh"', 'code = "own"'), encoding="utf-8")
    command("--demo")
    command(str(own))
    given = ["add", "quay1", "--name", "Người khác", "--centre", "own", "--role", "clerk"]

    result = CliRunner().invoke(staff, [*given, "--data", str(tmp_path / "data")])

    assert (result.exit_code, result.output) == (
        1,
        "Error: The login 'quay1' belongs to another centre; choose another one.\n",
    )
