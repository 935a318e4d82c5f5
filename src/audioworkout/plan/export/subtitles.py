"""The spoken words with their times: SubRip, WebVTT and LRC."""

import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from xml.sax.saxutils import escape

from audioworkout.ground.text import clean, one_line
from audioworkout.ground.units import Ms, clock, lrc_time, timestamp
from audioworkout.plan.segments import Speech
from audioworkout.plan.timeline import Event, Timeline

LINE = 65  # characters; what podcast directories ask of a transcript
LINES = 2  # at once
READING: Ms = 65  # for a character, some 15 a second
SHORTEST: Ms = 1_500


@dataclass(frozen=True, slots=True)
class Caption:
    """Lines of text, shown from `start` to `end`."""

    start: Ms
    end: Ms
    lines: tuple[str, ...]


def captions(timeline: Timeline) -> Iterator[Caption]:
    """What is spoken, in order, in lines of at most 65 characters, two at a time.

    A caption stays for as long as it takes to read, but no longer than to the next words.
    """
    said = list(_said(timeline))
    starts = [event.start for event, _ in said[1:]]
    for (event, words), after in zip_longest(said, starts):
        end = event.start + max(event.length, SHORTEST, READING * len(words))
        if after is not None and after > event.start:
            end = min(end, after)
        yield from _split(words, event.start, end)


def _said(timeline: Timeline) -> Iterator[tuple[Event, str]]:
    for event in timeline.events:
        if isinstance(event.sound, Speech) and (words := one_line(event.sound.text)):
            yield event, words


def _split(words: str, start: Ms, end: Ms) -> Iterator[Caption]:
    """The words in captions that share the time by their numbers of characters."""
    lines = textwrap.wrap(words, LINE)
    groups = [lines[at : at + LINES] for at in range(0, len(lines), LINES)]
    total = sum(map(len, lines))
    gone = 0
    for group in groups:
        begin = start + (end - start) * gone // total
        gone += sum(map(len, group))
        yield Caption(begin, start + (end - start) * gone // total, tuple(group))


def srt(timeline: Timeline) -> str:
    """SubRip. It knows no escapes, so an arrow in the text, its mark of time, is made one sign."""
    return "\n".join(
        f"{number}\n{_span(each, ',')}\n{_lines(each, _arrowless)}"
        for number, each in enumerate(captions(timeline), 1)
    )


def vtt(timeline: Timeline) -> str:
    """WebVTT (W3C), with `&`, `<` and `>` as references."""
    cues = (f"\n{_span(each, '.')}\n{_lines(each, escape)}" for each in captions(timeline))
    return "WEBVTT\n" + "".join(cues)


def lrc(timeline: Timeline) -> str:
    """LRC: a line of `[mm:ss.xx]` and words each, after the title and the length."""
    lines = [f"[ti:{_bracketless(clean(timeline.title))}]", f"[length:{clock(timeline.length)}]"]
    for event, words in _said(timeline):
        lines.append(f"[{lrc_time(event.start)}]{_bracketless(words)}")
    return "\n".join(lines) + "\n"


def _span(caption: Caption, point: str) -> str:
    return f"{timestamp(caption.start, point)} --> {timestamp(caption.end, point)}"


def _lines(caption: Caption, safe: Callable[[str], str]) -> str:
    return "".join(f"{safe(line)}\n" for line in caption.lines)


def _arrowless(text: str) -> str:
    return text.replace("-->", "→")


def _bracketless(text: str) -> str:
    return text.replace("[", "(").replace("]", ")")
