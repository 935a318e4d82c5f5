"""What a podcast app would trip over: at which address, what was found, and a way out."""

from collections.abc import Iterator
from dataclasses import dataclass

from audioworkout.ground.diagnostics import Severity
from audioworkout.ground.text import clean, one_line


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong online: an error stops an app, a warning some of them."""

    severity: Severity
    url: str
    message: str
    hint: str


Findings = Iterator[Finding]


def error(url: str, message: str, hint: str) -> Finding:
    """What stops an app; texts that a server sent are made safe for a terminal."""
    return Finding(Severity.ERROR, clean(url), one_line(message), hint)


def warning(url: str, message: str, hint: str) -> Finding:
    """What some apps trip over, made safe alike."""
    return Finding(Severity.WARNING, clean(url), one_line(message), hint)


def quoted(text: str) -> str:
    """What was found, in backticks and not too long; `nothing` where there is nothing."""
    return f"`{clean(text)}`" if text.strip() else "nothing"
