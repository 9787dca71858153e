"""The command group `voices`: builds the clip bank that the boards play, and lists it for a human reader."""

import time
from pathlib import Path

import click

from display.clips import bank
from display.errors import SpeakerFailed, SpeakerMissing
from display.voices import Build, build

BUILT = Path("voices") / "built"
"""Where the built clips lie in an installation's data folder."""


@click.group()
def voices() -> None:
    """Spoken calls: the clip bank that the lobby boards play."""


@voices.command("build")
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="MOTCUA_DATA",
    default=Path("var"),
    show_default=True,
    show_envvar=True,
    help="The installation's data folder; the clips go into voices/built in it.",
)
def build_command(data: Path) -> None:
    """Speak every clip with espeak-ng: phrases, letters, digits and counters 1 to 100 in vi, en and zh, and the chime.

    Only what is missing or changed is made, so it is safe to run again at any time. It takes a few seconds and about
    11 MB. Human recordings go into voices/custom in the data folder, as WAV files of the same names ("voices list"
    tells them all); they win over the built clips.
    """
    folder = data / BUILT
    began = time.monotonic()
    try:
        done = _build_with_bar(folder)
    except (SpeakerMissing, SpeakerFailed, OSError) as fault:
        raise click.ClickException(str(fault)) from fault
    took = time.monotonic() - began
    click.echo(f"{done.made} clips made, {done.kept} kept, {done.size / 1e6:.1f} MB in {folder}, {took:.1f} s")


@voices.command("list")
def list_command() -> None:
    """List every clip with the words it speaks, a clip a line, separated by a tab."""
    for clip in bank():
        click.echo(f"{clip.name}.wav\t{clip.words or '(bell)'}")


def _build_with_bar(folder: Path) -> Build:
    with click.progressbar(length=len(bank()), label="Speaking") as bar:

        def show(done: int, total: int) -> None:
            bar.length = max(total, 1)
            bar.update(done - bar.pos)

        done = build(folder, show)
        bar.finish()
    return done
