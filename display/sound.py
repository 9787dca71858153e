"""Short mono recordings with the standard library only: silence trimmed off, and a chime made from sine waves.

Everything is 16-bit little-endian PCM in a WAV container at `RATE` samples a second, which every browser plays.
"""

from __future__ import annotations

import io
import math
import sys
import wave
from array import array
from itertools import takewhile

RATE = 22_050

_SILENT = 330
"""Below one hundredth of full scale a sample counts as silence."""

_MARGIN = RATE * 25 // 1000
"""25 ms stay on both sides, so that the first consonant keeps its onset and joined clips do not run together."""

_CHIME_SECONDS = 1.1
_CHIME_NOTES = ((0.0, 659.26), (0.32, 523.25))
"""Start in seconds and frequency in hertz: E5, then C5."""

_CHIME_OVERTONES = ((1, 1.0), (2, 0.35), (3, 0.12))
_CHIME_PEAK = 16_000


def trimmed(recording: bytes) -> bytes:
    """Return a WAV recording without the silence around it.

    Takes 16-bit mono at RATE (as espeak-ng writes it); raises ValueError for any other format or for pure silence.
    """
    samples = _samples(recording)
    lead = sum(1 for _ in takewhile(_quiet, samples))
    if lead == len(samples):
        raise ValueError("the recording is silent")
    tail = sum(1 for _ in takewhile(_quiet, reversed(samples)))
    return _wav(samples[max(0, lead - _MARGIN) : len(samples) - max(0, tail - _MARGIN)])


def seconds(recording: bytes) -> float:
    """Return how long a recording in our format lasts. Raises ValueError for any other format."""
    return len(_samples(recording)) / RATE


def chime() -> bytes:
    """Return the two-note bell that precedes a call, as a WAV recording; the same bytes every time."""
    loudness = [_bell(index / RATE) for index in range(int(_CHIME_SECONDS * RATE))]
    peak = max(map(abs, loudness))
    return _wav(array("h", (round(value / peak * _CHIME_PEAK) for value in loudness)))


def _bell(at: float) -> float:
    fade = min(1.0, (_CHIME_SECONDS - at) / 0.1)
    return fade * sum(_note(at - start, frequency) for start, frequency in _CHIME_NOTES if at >= start)


def _note(since: float, frequency: float) -> float:
    strike = min(1.0, since / 0.005) * math.exp(-since * 5)
    return strike * sum(
        share * math.sin(2 * math.pi * frequency * overtone * since) for overtone, share in _CHIME_OVERTONES
    )


def _quiet(sample: int) -> bool:
    return -_SILENT < sample < _SILENT


def _samples(recording: bytes) -> array[int]:
    try:
        with wave.open(io.BytesIO(recording)) as reader:
            shape = reader.getnchannels(), reader.getsampwidth(), reader.getframerate()
            frames = reader.readframes(reader.getnframes())
    except (wave.Error, EOFError) as fault:
        raise ValueError(f"not a WAV recording: {fault}") from fault
    if shape != (1, 2, RATE):
        raise ValueError(f"16-bit mono at {RATE} Hz is wanted, not (channels, bytes, rate) = {shape}")
    samples = array("h", frames[: len(frames) // 2 * 2])
    return _native(samples)


def _wav(samples: array[int]) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(RATE)
        writer.writeframes(_native(samples).tobytes())
    return out.getvalue()


def _native(samples: array[int]) -> array[int]:
    """Turn little-endian samples into this machine's order, or back."""
    if sys.byteorder == "big":
        samples = samples[:]
        samples.byteswap()
    return samples
