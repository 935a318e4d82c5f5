"""The timeline: every sound of a session in absolute time, and its dump as text."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import assert_never

from audioworkout.ground.diagnostics import Diagnostic, Span
from audioworkout.ground.units import SAMPLE_RATE, Ms, decimal_seconds, minutes
from audioworkout.plan.segments import BEAT, Sample, Segment, Sound, Speech, Tone


@dataclass(frozen=True, slots=True)
class Event:
    """A sound at a time. `length` is the sound's own, in ms; `gain_db` is added to its level."""

    start: Ms
    length: Ms
    sound: Sound
    gain_db: float = 0.0
    origin: Span | None = None

    @property
    def end(self) -> Ms:
        """When it has sounded."""
        return self.start + self.length


@dataclass(frozen=True, slots=True)
class Placed:
    """A segment in absolute time. Segments cover the session without gap or overlap."""

    start: Ms
    end: Ms
    segment: Segment

    @property
    def length(self) -> Ms:
        """How long it lasts."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Chapter:
    """A titled stretch of the session."""

    start: Ms
    end: Ms
    title: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """A session: `length` in ms; events sorted by start; chapters cover the whole.

    `language` is the BCP 47 tag of the language that it is spoken and shown in.
    """

    title: str
    length: Ms
    segments: tuple[Placed, ...]
    events: tuple[Event, ...]
    chapters: tuple[Chapter, ...]
    warnings: tuple[Diagnostic, ...] = ()
    sample_rate: int = SAMPLE_RATE
    language: str = "en"


def listing(timeline: Timeline) -> str:
    """The timeline as text that a person can review and a test can compare.

    A segment has a line of its own, its sounds stand below it with start and length; the beats
    of a metronome share a line.
    """
    lines = [f"{timeline.title} [{minutes(timeline.length)}]"]
    events = iter(timeline.events)
    event = next(events, None)
    for row in timeline.segments:
        inside = []
        while event is not None and event.start < row.end:
            inside.append(event)
            event = next(events, None)
        lines += ["", _segment_line(row), *_event_lines(row, inside)]
    lines.append("")
    lines += [
        f"chapter {minutes(c.start)} to {minutes(c.end)} {c.title}" for c in timeline.chapters
    ]
    lines += [f"warning line {w.span.line}: {w.message}" for w in timeline.warnings]
    return "\n".join(lines) + "\n"


def _segment_line(row: Placed) -> str:
    segment = row.segment
    parts = [minutes(row.start), f"{segment.kind:<10}", minutes(row.length)]
    parts += [part for part in (segment.exercise, segment.side) if part]
    if segment.reps is not None:
        parts.append(f"x{segment.reps}")
    for name in ("round", "set"):
        number = getattr(segment, name)
        if number is not None:
            parts.append(f"{name} {number}/{getattr(segment, f'{name}s')}")
    if segment.section:
        parts.append(f"in {segment.section}")
    return " ".join(parts) + f" (line {segment.origin.line})"


def _event_lines(row: Placed, events: Sequence[Event]) -> Iterator[str]:
    """The sounds of a segment, its beats as one where the first of them stands."""
    beats = [event.start for event in events if event.sound == BEAT]
    for event in events:
        if row.segment.metronome is None or event.sound != BEAT:
            yield _event_line(event)
        elif event.start == beats[0]:
            ends = f"{minutes(beats[0])} to {minutes(beats[-1])}"
            yield f"  beat {row.segment.metronome}/min from {ends}"


def _event_line(event: Event) -> str:
    match event.sound:
        case Speech(text, rate_percent):
            what = f"“{text}”" + (f" at {rate_percent} %" if rate_percent != 100 else "")
        case Tone(name):
            what = name
        case Sample(path):
            what = f"file {path}"
        case never:
            assert_never(never)
    gain = f" {event.gain_db:+g} dB" if event.gain_db else ""
    return f"  {minutes(event.start)} {decimal_seconds(event.length)} {what}{gain}"


def json_text(timeline: Timeline) -> str:
    """`as_json` as text."""
    return json.dumps(as_json(timeline), indent=2) + "\n"


def as_json(timeline: Timeline) -> dict[str, object]:
    """The timeline as plain data, in the stable form that `plan --format json` prints.

    Times are whole milliseconds; absent values are None.
    """
    return {
        "title": timeline.title,
        "duration_ms": timeline.length,
        "sample_rate": timeline.sample_rate,
        "segments": [_segment_json(row) for row in timeline.segments],
        "events": [_event_json(event) for event in timeline.events],
        "chapters": [
            {"start_ms": c.start, "end_ms": c.end, "title": c.title} for c in timeline.chapters
        ],
        "warnings": [
            {"line": w.span.line, "column": w.span.column, "message": w.message}
            for w in timeline.warnings
        ],
    }


def _segment_json(row: Placed) -> dict[str, object]:
    segment = row.segment
    return {
        "kind": segment.kind.value,
        "start_ms": row.start,
        "end_ms": row.end,
        "exercise": segment.exercise,
        "side": segment.side,
        "round": segment.round,
        "rounds": segment.rounds,
        "set": segment.set,
        "sets": segment.sets,
        "reps": segment.reps,
        "section": segment.section,
        "line": segment.origin.line,
    }


def _event_json(event: Event) -> dict[str, object]:
    name: str | None = None
    words: str | None = None
    match event.sound:
        case Speech(words):
            sound = "speech"
        case Tone(name):
            sound = "tone"
        case Sample(name):
            sound = "sample"
        case never:
            assert_never(never)
    return {
        "start_ms": event.start,
        "end_ms": event.end,
        "sound": sound,
        "name": name,
        "text": words,
        "gain_db": event.gain_db,
        "line": event.origin.line if event.origin else None,
    }
