"""The clip bank: complete, small, built once, and open to human recordings."""

import json
import shutil
from dataclasses import dataclass, field

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from display.announcement import announce
from display.clips import Clip, bank
from display.errors import SpeakerFailed, SpeakerMissing
from display.sound import chime, seconds, trimmed
from display.voices import Build, Espeak, build, find
from display.voices_cli import voices

NAMES = {clip.name for clip in bank()}
SAMPLE = (
    Clip(name="chime", language=None, words=""),
    Clip(name="vi/counter-15", language="vi", words="mười lăm"),
    Clip(name="en/digit-0", language="en", words="zero"),
    Clip(name="zh/hao-dao", language="zh", words="hao4 dao4"),
)


@dataclass
class Watch:
    """Remembers the progress that a build told."""

    steps: list[tuple[int, int]] = field(default_factory=list)

    def __call__(self, done: int, total: int) -> None:
        self.steps.append((done, total))


@pytest.fixture
def watch():
    return Watch()


@given(
    label=st.from_regex(r"[A-Z]{1,2}[0-9]{3}", fullmatch=True),
    counter=st.integers(min_value=1, max_value=999),
    language=st.sampled_from(["vi", "en", "zh"]),
)
def test_every_clip_that_a_call_can_name_is_in_the_bank(label, counter, language):
    clips = announce(label=label, counter=counter, language=language).clips
    assert {clip for clip in clips if isinstance(clip, str)} <= NAMES


def test_the_bank_names_each_clip_once():
    assert len(NAMES) == len(bank()) == 1 + 3 * (26 + 10 + 100) + 2 + 2 + 3


def test_chinese_clips_are_spelled_in_pinyin_and_vietnamese_numbers_in_words():
    words = {clip.name: clip.words for clip in bank()}
    assert words["zh/hao-guitai"] == "hao4 gui4 tai2"
    assert words["zh/counter-15"] == "shi2 wu3"
    assert words["vi/counter-15"] == "mười lăm"
    assert words["vi/letter-q"] == "quy"


def test_every_built_clip_is_audible_and_short(bank_folder):
    lengths = {clip.name: seconds((bank_folder / f"{clip.name}.wav").read_bytes()) for clip in bank()}
    assert all(0.15 <= length <= 1.5 for length in lengths.values()), lengths


def test_the_whole_bank_is_smaller_than_12_megabytes(bank_folder):
    assert sum(path.stat().st_size for path in bank_folder.rglob("*")) < 12_000_000


def test_a_second_build_makes_nothing(tmp_path, watch):
    first = build(tmp_path, watch, clips=SAMPLE)
    again = build(tmp_path, watch, clips=SAMPLE)
    assert first == Build(made=4, kept=0, size=first.size)
    assert again == Build(made=0, kept=4, size=first.size)
    assert watch.steps == [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4), (0, 0)]


@pytest.mark.parametrize("damage", ["removed", "cut short"])
def test_a_missing_or_damaged_clip_is_made_again(tmp_path, watch, damage):
    build(tmp_path, watch, clips=SAMPLE)
    clip = tmp_path / "vi" / "counter-15.wav"
    sound = clip.read_bytes()
    clip.unlink() if damage == "removed" else clip.write_bytes(sound[:100])
    assert build(tmp_path, watch, clips=SAMPLE).made == 1
    assert clip.read_bytes() == sound


def test_a_clip_with_other_words_or_another_speed_is_made_again(tmp_path, watch):
    build(tmp_path, watch, clips=SAMPLE)
    changed = (*SAMPLE[:1], Clip(name="vi/counter-15", language="vi", words="mười sáu"), *SAMPLE[2:])
    assert build(tmp_path, watch, clips=changed).made == 1
    assert build(tmp_path, watch, clips=changed, speaker=Espeak(speed=140)).made == 3


@pytest.mark.parametrize("manifest", [b"", b"[]", b'{"chime": 1}', b"\xff"])
def test_a_damaged_manifest_means_a_whole_build(tmp_path, watch, manifest):
    build(tmp_path, watch, clips=SAMPLE)
    (tmp_path / "manifest.json").write_bytes(manifest)
    assert build(tmp_path, watch, clips=SAMPLE).made == 4
    assert set(json.loads((tmp_path / "manifest.json").read_bytes())) == {clip.name for clip in SAMPLE}


def test_without_espeak_the_error_says_what_to_install_and_keeps_what_was_made(tmp_path, watch):
    nobody = Espeak(program="espeak-ng-is-not-here")
    with pytest.raises(SpeakerMissing, match="apt install espeak-ng"):
        build(tmp_path, watch, clips=SAMPLE, speaker=nobody)
    assert (tmp_path / "chime.wav").read_bytes() == chime()


def test_a_finished_bank_needs_no_espeak(tmp_path, watch):
    build(tmp_path, watch, clips=SAMPLE)
    assert build(tmp_path, watch, clips=SAMPLE, speaker=Espeak(program="espeak-ng-is-not-here", speed=166)).made == 0


def test_words_without_any_sound_are_an_error(tmp_path, watch):
    mute = (Clip(name="vi/letter-a", language="vi", words=" "),)
    with pytest.raises(SpeakerFailed):
        build(tmp_path, watch, clips=mute)


def test_a_human_recording_wins_over_the_built_clip(tmp_path):
    built, custom = tmp_path / "built", tmp_path / "custom"
    for folder in (built / "vi", custom / "vi"):
        folder.mkdir(parents=True)
    (built / "vi" / "moi-so.wav").touch()
    assert find("vi/moi-so", custom=custom, built=built) == built / "vi" / "moi-so.wav"
    (custom / "vi" / "moi-so.wav").touch()
    assert find("vi/moi-so", custom=custom, built=built) == custom / "vi" / "moi-so.wav"
    assert find("vi/moi-so", custom=None, built=built) == built / "vi" / "moi-so.wav"


@pytest.mark.parametrize(
    "name", ["vi/letter-a", "../secret", "vi/../chime", "/etc/passwd", "vi/", "", "chime\n", "fr/x"]
)
def test_a_name_that_is_not_there_or_is_no_clip_finds_nothing(tmp_path, name):
    (tmp_path / "chime.wav").touch()
    assert find(name, custom=tmp_path, built=tmp_path) is None


def test_trimming_takes_the_silence_and_keeps_the_word():
    said = Espeak().say("mười lăm", "vi")
    short = trimmed(said)
    assert seconds(short) < seconds(said)
    assert trimmed(short) == short


@pytest.mark.parametrize("recording", [b"", b"RIFF", b"no sound at all"])
def test_what_is_no_recording_is_refused(recording):
    with pytest.raises(ValueError, match="WAV"):
        trimmed(recording)


def test_the_chime_is_the_same_every_time_and_lasts_about_a_second():
    assert chime() == chime()
    assert 1.0 <= seconds(chime()) <= 1.2


def test_the_command_builds_the_bank_and_says_what_it_did(bank_folder, tmp_path):
    folder = tmp_path / "voices" / "built"
    shutil.copytree(bank_folder, folder)
    (folder / "chime.wav").unlink()
    outcome = CliRunner().invoke(voices, ["build", "--data", str(tmp_path)])
    assert outcome.exit_code == 0, outcome.output
    assert "1 clips made, 415 kept" in outcome.output


def test_the_command_without_espeak_says_in_one_line_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    outcome = CliRunner().invoke(voices, ["build", "--data", str(tmp_path)])
    assert outcome.exit_code == 1
    assert "Error: espeak-ng was not found. Install it (Debian and Ubuntu: apt install espeak-ng;" in outcome.output


def test_the_command_lists_every_clip_with_its_words():
    lines = CliRunner().invoke(voices, ["list"]).output.splitlines()
    assert len(lines) == len(bank())
    assert "vi/counter-15.wav\tmười lăm" in lines
