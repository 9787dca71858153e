"""A till and a simulated "60" terminal in two processes, both made complete by the same kit's file."""

import click
import pytest
from click.testing import CliRunner
from sixty_bench import FEE

from hardware.simulators.serial_cli import terminal_command
from hardware.terminal.till import Sale, Verdict
from kiosk.agent.tills import settings_of, terminal_options, till_at

KIT = """
decimals = 2
[codes]
sale = "20"
retrieve = "71"
[fields]
amount = "40"
reference = "R1"
approval = "01"
[responses]
unknown = ["25"]
[seconds]
acknowledged = 30
"""


@pytest.fixture
def kit(tmp_path):
    def write(text=KIT):
        (tmp_path / "kit.toml").write_text(text, encoding="utf-8")
        return str(tmp_path / "kit.toml")

    return write


@click.command()
@terminal_options("")
def plugged(**given):
    """What a box makes of its options."""
    click.get_current_context().exit(plugged.found.append(settings_of(given, "socket://127.0.0.1:9")) or 0)


plugged.found = []


@pytest.mark.parametrize("wire", ["pty", "tcp"])
def test_a_sale_over_a_real_line_is_paid_once_and_asked_for_by_its_reference(simulator, kit, tmp_path, wire):
    state = ("--state", str(tmp_path / "terminal.json"), "--pace", "0.02", "--again-after", "60")
    simulated = simulator("terminal", wire, "--protocol", "60", "--kit", kit(), *state)
    CliRunner().invoke(plugged, ["--protocol", "60", "--kit", kit()], catch_exceptions=False)
    settings = plugged.found.pop()
    till = till_at(type(settings)(url=simulated.url, protocol=settings.protocol, kit=settings.kit))
    try:
        assert till.newest() is None
        assert till.sell(FEE, watch=lambda _: None).verdict is Verdict.APPROVED
        assert till.recall(FEE, after=None).verdict is Verdict.APPROVED
        assert till.recall(Sale(reference="B", amount=1_000), after=None).verdict is Verdict.NOT_STARTED
    finally:
        till.close()
    assert [each["reference"] for each in simulated.state()["booked"]] == ["AB12CD"]


@pytest.mark.parametrize(
    ("given", "said"),
    [(None, "needs"), ("[codes]", "decimals is 0 or 2"), ("decimals = 2", "code of sale"), ("\udcff", "kit.toml")],
)
@pytest.mark.parametrize("command", [plugged, terminal_command])
def test_without_a_complete_kit_box_and_simulator_refuse_in_words(kit, tmp_path, command, given, said):
    if given is not None:
        kit("")
        (tmp_path / "kit.toml").write_bytes(given.encode("utf-8", "surrogateescape"))
    options = ["--protocol", "60", *(() if given is None else ("--kit", str(tmp_path / "kit.toml")))]
    done = CliRunner().invoke(command, [*options, *(("--tcp", "1") if command is terminal_command else ())])
    assert done.exit_code == 2
    assert said in done.output
