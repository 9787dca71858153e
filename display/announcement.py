"""What is said when a ticket is called: the sentence in words and the recorded clips that speak it.

A clip is named "chime" or "<language>/<name>"; an integer between clips is a pause in milliseconds. The same names
list the clip bank, so every clip that an announcement can hold is built there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from display.errors import UnreadableNumber
from display.reading import label_in_words, number_in_words, spelled

CHIME = "chime"
COUNTERS = range(1, 101)
"""Counter numbers with a clip of their own; a larger one is read digit by digit."""

AFTER_CHIME = 250
BETWEEN_PHRASES = 120
BETWEEN_SENTENCES = 700


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A fixed piece of a sentence: the clip's name and its words as written."""

    clip: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """The call in one language: `before` the label, `middle` before the counter, `after` the counter (or None)."""

    before: Phrase
    middle: Phrase
    after: Phrase | None
    separator: str

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """The fixed phrases in the order in which they are spoken."""
        return (self.before, self.middle) if self.after is None else (self.before, self.middle, self.after)


SENTENCES: Mapping[str, Sentence] = MappingProxyType(
    {
        "vi": Sentence(
            before=Phrase(clip="moi-so", words="Mời số"),
            middle=Phrase(clip="den-quay-so", words="đến quầy số"),
            after=None,
            separator=" ",
        ),
        "en": Sentence(
            before=Phrase(clip="ticket", words="Ticket"),
            middle=Phrase(clip="please-go-to-counter", words="please go to counter"),
            after=None,
            separator=" ",
        ),
        "zh": Sentence(
            before=Phrase(clip="qing", words="请"),
            middle=Phrase(clip="hao-dao", words="号到"),
            after=Phrase(clip="hao-guitai", words="号柜台"),
            separator="",
        ),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """A call ready to be spoken: the sentence by language, and clip names with pauses in milliseconds between."""

    text: Mapping[str, str]
    clips: tuple[str | int, ...]


def announce(*, label: str, counter: int, language: str) -> Announcement:
    """Return the announcement of a called ticket.

    Chime, then the Vietnamese sentence twice, then once the ticket's own language when that is en or zh.
    Raises UnreadableLabel, UnreadableNumber (a counter below 1) and UnknownLanguage.
    """
    if counter < 1:
        raise UnreadableNumber(counter)
    spoken = ["vi"] if language == "vi" else ["vi", language]
    text = {each: sentence(label=label, counter=counter, language=each) for each in spoken}
    clips: tuple[str | int, ...] = (CHIME, AFTER_CHIME)
    for at, each in enumerate(["vi", *spoken]):
        pause = (BETWEEN_SENTENCES,) if at else ()
        clips += (*pause, *sentence_clips(label=label, counter=counter, language=each))
    return Announcement(text=text, clips=clips)


def sentence(*, label: str, counter: int, language: str) -> str:
    """Return the call in words: "Mời số A không một hai đến quầy số năm"."""
    words = label_in_words(label, language), number_in_words(counter, language)
    form = SENTENCES[language]
    comma = "," if language == "en" else ""
    parts = [form.before.words, words[0] + comma, form.middle.words, words[1]]
    return form.separator.join([*parts, form.after.words] if form.after else parts)


def sentence_clips(*, label: str, counter: int, language: str) -> tuple[str | int, ...]:
    """Return the clips and pauses that speak one sentence."""
    form = SENTENCES[language]
    label_clips = [_character(language, character) for character in spelled(label)]
    after = [f"{language}/{form.after.clip}"] if form.after else []
    return (
        f"{language}/{form.before.clip}",
        *label_clips,
        BETWEEN_PHRASES,
        f"{language}/{form.middle.clip}",
        *_counter(language, counter),
        *after,
    )


def letter_clip(language: str, letter: str) -> str:
    """Name of the clip that speaks one letter A-Z."""
    return f"{language}/letter-{letter.lower()}"


def digit_clip(language: str, digit: int) -> str:
    """Name of the clip that speaks one digit of a label."""
    return f"{language}/digit-{digit}"


def counter_clip(language: str, counter: int) -> str:
    """Name of the clip that speaks a counter's number."""
    return f"{language}/counter-{counter}"


def _character(language: str, character: str) -> str:
    return digit_clip(language, int(character)) if character.isdigit() else letter_clip(language, character)


def _counter(language: str, counter: int) -> list[str]:
    if counter in COUNTERS:
        return [counter_clip(language, counter)]
    return [_character(language, digit) for digit in str(counter)]
