"""Builds the clip bank on disk and finds a clip in it.

A folder of clips holds `chime.wav`, `<language>/<name>.wav` and `manifest.json`, which says for each clip what it was
made from and the SHA-256 of what was written. A second build makes only what is missing, damaged or to be said
differently.
"""

import hashlib
import json
import os
import re
import subprocess
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from display.clips import VOICES, Clip, bank
from display.errors import SpeakerFailed, SpeakerMissing
from display.sound import chime, trimmed

MANIFEST = "manifest.json"
RECIPE = "1"
"""Raise when trimming or the chime changes, so that built clips are made again."""

SPEED = 166
"""Words a minute: 0.95 of espeak-ng's own 175."""

AT_ONCE = 2
_DEADLINE_SECONDS = 20
_NAME = re.compile(r"chime|(?:vi|en|zh)/[a-z0-9]+(?:-[a-z0-9]+)*")


class Speaker(Protocol):
    """Something that can say words: a program, or a recording of one."""

    @property
    def recipe(self) -> str:
        """What the sound depends on besides voice and words; clips are made again when it changes."""

    def say(self, words: str, voice: str) -> bytes:
        """Return a 16-bit mono WAV recording at 22,050 Hz. Raises SpeakerMissing, SpeakerFailed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Espeak:
    """The espeak-ng program."""

    program: str = "espeak-ng"
    speed: int = SPEED

    @property
    def recipe(self) -> str:
        """Name and speed; the version is left out, so that a system update does not rebuild the bank."""
        return f"espeak-ng {self.speed}"

    def say(self, words: str, voice: str) -> bytes:
        """Speak into a WAV recording. Raises SpeakerMissing, SpeakerFailed."""
        command = [self.program, "-v", voice, "-s", str(self.speed), "--stdout", "--", words]
        try:
            done = subprocess.run(command, capture_output=True, timeout=_DEADLINE_SECONDS, check=False)  # noqa: S603
        except FileNotFoundError as fault:
            raise SpeakerMissing(self.program) from fault
        except subprocess.TimeoutExpired as fault:
            raise SpeakerFailed(words, f"no answer within {_DEADLINE_SECONDS} s") from fault
        if done.returncode or not done.stdout:
            raise SpeakerFailed(words, done.stderr.decode(errors="replace").strip() or f"exit {done.returncode}")
        return done.stdout


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """What a build did: clips made now, clips kept from before, and the bank's size in bytes."""

    made: int
    kept: int
    size: int


def build(
    folder: Path,
    progress: Callable[[int, int], None],
    *,
    clips: Iterable[Clip] | None = None,
    speaker: Speaker | None = None,
) -> Build:
    """Make every clip that `folder` lacks; `progress(done, total)` is called at the start and after each clip made.

    `clips` defaults to the whole bank, `speaker` to espeak-ng. An interrupted build keeps what it made.
    Raises SpeakerMissing when something must be said and the program is absent, SpeakerFailed, OSError.
    """
    wanted, voice = tuple(bank() if clips is None else clips), speaker or Espeak()
    manifest = _read_manifest(folder)
    missing = [clip for clip in wanted if not _stands(folder, clip, manifest.get(clip.name), voice)]
    progress(0, len(missing))
    pool = ThreadPoolExecutor(max_workers=AT_ONCE)
    try:
        for done, (clip, digest) in enumerate(pool.map(lambda clip: _make(folder, clip, voice), missing), start=1):
            manifest[clip.name] = {"made_from": _fingerprint(clip, voice), "sha256": digest}
            progress(done, len(missing))
    finally:
        pool.shutdown(cancel_futures=True)
        if missing:
            _write(folder / MANIFEST, json.dumps(manifest, indent=1, sort_keys=True).encode())
    size = sum(_path(folder, clip.name).stat().st_size for clip in wanted)
    return Build(made=len(missing), kept=len(wanted) - len(missing), size=size)


def find(name: str, *, custom: Path | None, built: Path) -> Path | None:
    """Return the file that speaks a clip ("chime", "vi/moi-so"): a human recording in `custom` wins over `built`.

    None when there is neither, or when the name is not a clip's (so no name leads out of the folders).
    """
    if not _NAME.fullmatch(name):
        return None
    folders = (built,) if custom is None else (custom, built)
    return next((path for folder in folders if (path := _path(folder, name)).is_file()), None)


def _make(folder: Path, clip: Clip, speaker: Speaker) -> tuple[Clip, str]:
    sound = chime() if clip.language is None else _spoken(clip.words, VOICES[clip.language], speaker)
    _write(_path(folder, clip.name), sound)
    return clip, hashlib.sha256(sound).hexdigest()


def _spoken(words: str, voice: str, speaker: Speaker) -> bytes:
    try:
        return trimmed(speaker.say(words, voice))
    except ValueError as fault:
        raise SpeakerFailed(words, str(fault)) from fault


def _stands(folder: Path, clip: Clip, entry: dict[str, str] | None, speaker: Speaker) -> bool:
    if entry is None or entry["made_from"] != _fingerprint(clip, speaker):
        return False
    try:
        return hashlib.sha256(_path(folder, clip.name).read_bytes()).hexdigest() == entry["sha256"]
    except OSError:
        return False


def _fingerprint(clip: Clip, speaker: Speaker) -> str:
    if clip.language is None:
        return f"chime {RECIPE}"
    return f"{speaker.recipe} {VOICES[clip.language]} {RECIPE}: {clip.words}"


def _read_manifest(folder: Path) -> dict[str, dict[str, str]]:
    """Return the manifest, or an empty one when it is absent or damaged (then everything is made again)."""
    try:
        entries = json.loads((folder / MANIFEST).read_bytes())
        return {name: {"made_from": entry["made_from"], "sha256": entry["sha256"]} for name, entry in entries.items()}
    except (FileNotFoundError, ValueError, AttributeError, KeyError, TypeError):
        return {}


def _path(folder: Path, name: str) -> Path:
    return folder / f"{name}.wav"


def _write(path: Path, data: bytes) -> None:
    """Replace a file in one step, so that no reader and no power cut sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f"{path.suffix}.part")
    part.write_bytes(data)
    os.replace(part, path)
