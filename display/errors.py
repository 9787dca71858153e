"""What can go wrong in the lobby board's own part. Each error has a stable code and carries its facts."""

from typing import ClassVar


class DisplayError(Exception):
    """Base of this package's errors; `code` is stable and public."""

    code: ClassVar[str] = "display.refused"


class UnreadableNumber(DisplayError):
    """The number is negative or too large to be read aloud."""

    code = "display.unreadable_number"

    def __init__(self, value: int) -> None:
        super().__init__(f"no reading for the number {value}")
        self.value = value


class UnreadableLabel(DisplayError):
    """The ticket label holds something else than A-Z, 0-9 and hyphens, or nothing to read."""

    code = "display.unreadable_label"

    def __init__(self, label: str) -> None:
        super().__init__(f"no reading for the ticket label {label!r}")
        self.label = label


class UnknownLanguage(DisplayError):
    """The language is none of vi, en, zh."""

    code = "display.unknown_language"

    def __init__(self, language: str) -> None:
        super().__init__(f"no reading in the language {language!r}")
        self.language = language


class SpeakerMissing(DisplayError):
    """The speech program is not installed on this machine."""

    code = "display.speaker_missing"

    def __init__(self, program: str) -> None:
        super().__init__(
            f"{program} was not found. Install it (Debian and Ubuntu: apt install espeak-ng; "
            "Fedora: dnf install espeak-ng) and build the voices again."
        )
        self.program = program


class SpeakerFailed(DisplayError):
    """The speech program did not give a usable recording of some words."""

    code = "display.speaker_failed"

    def __init__(self, words: str, reason: str) -> None:
        super().__init__(f"no recording of {words!r}: {reason}")
        self.words = words
        self.reason = reason
