"""One workout by several voices: the plan is the same to the millisecond, only speech differs."""

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
import soundfile

from audioworkout.ground import files
from audioworkout.ground.cache import Cache
from audioworkout.language.document import inputs
from audioworkout.plan.segments import Kind, Speech
from audioworkout.session import compiling, rendering
from audioworkout.voices import find_voice
from audioworkout.voices.recorded import file_name
from listen import RATE, decode, needs
from recogniser import Recogniser, words

pytestmark = [pytest.mark.voice, needs("ffmpeg")]

TEXT = """\
title: Legs
workout:
  - 2 rounds:
      - 30s squats
      - rest 20s
      - 30s side plank per side
      - rest 20s
"""
FIXED = (Kind.WORK, Kind.REST, Kind.SWITCH, Kind.PREPARE)
ROOM = 0.001  # of full scale: noise at -60 dBFS
RECORDED = 5  # phrases of the session, of which the rest is joe's


def compiled(folder: Path, voice: str) -> compiling.CompiledSession:
    source = inputs.Source("legs.yaml", TEXT, folder, "legs")
    return compiling.compile_workout(source, compiling.Options(voice=voice), Cache())


@pytest.fixture(scope="module")
def sessions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, compiling.CompiledSession]:
    """By joe, by espeak-ng, and by recordings (of another espeak-ng voice) before joe."""
    folder = tmp_path_factory.mktemp("alike")
    joe = compiled(folder, "joe")
    (folder / "me").mkdir()
    speaker = find_voice("espeak:en-us+f2")
    for number, text in enumerate(joe.sounds.script(joe.timeline)[:RECORDED], start=1):
        pcm = speaker.speak(text, 100)
        (folder / "me" / file_name(number, text)).write_bytes(_wav(pcm.samples, pcm.sample_rate))
    return {
        "joe": joe,
        "espeak": compiled(folder, "espeak:en-us"),
        "recorded": compiled(folder, "recorded:me,joe"),
    }


def _wav(samples: bytes, rate: int) -> bytes:
    from io import BytesIO

    out = BytesIO()
    soundfile.write(out, np.frombuffer(samples, "<i2"), rate, format="WAV")
    return out.getvalue()


def lengths(session: compiling.CompiledSession) -> list[tuple[Kind, str | None, int]]:
    rows = session.timeline.segments
    return [
        (row.segment.kind, row.segment.exercise, row.end - row.start)
        for row in rows
        if row.segment.kind in FIXED
    ]


def test_the_intervals_are_the_same(sessions: dict[str, compiling.CompiledSession]) -> None:
    expected = lengths(sessions["joe"])
    assert len(expected) > 8
    assert {name: lengths(session) for name, session in sessions.items()} == dict.fromkeys(
        sessions, expected
    )


def test_the_tones_lie_alike_from_the_first_go_on(
    sessions: dict[str, compiling.CompiledSession],
) -> None:
    def tones(session: compiling.CompiledSession) -> list[tuple[int, object]]:
        first = next(
            row.start for row in session.timeline.segments if row.segment.kind is Kind.WORK
        )
        events = session.timeline.events
        return [(e.start - first, e.sound) for e in events if not isinstance(e.sound, Speech)]

    assert tones(sessions["espeak"]) == tones(sessions["joe"]) == tones(sessions["recorded"])


def test_recordings_speak_what_they_have_and_joe_the_rest(
    sessions: dict[str, compiling.CompiledSession],
) -> None:
    session = sessions["recorded"]
    shares = {s.voice: s.phrases for s in session.sounds.shares(session.timeline)}
    assert shares["recorded:me"] == RECORDED
    assert shares["piper:joe"] == len(session.sounds.script(session.timeline)) - RECORDED


@pytest.mark.skipif(find_spec("pocketsphinx") is None, reason="needs pocketsphinx")
@pytest.mark.parametrize("voice", ["joe", "espeak"])
def test_a_recogniser_hears_the_words(
    sessions: dict[str, compiling.CompiledSession], voice: str, tmp_path: Path
) -> None:
    session = sessions[voice]
    path = tmp_path / "legs.mp3"
    with files.atomic_write(path) as file:
        rendering.write(session, file)
    plain = decode(path)
    # A recogniser expects a room around a voice, and hears little of one that has none.
    signal = plain + np.random.default_rng(1).normal(0, ROOM, len(plain))
    spoken = [event for event in session.timeline.events if isinstance(event.sound, Speech)]
    texts = [event.sound.text for event in spoken if isinstance(event.sound, Speech)]
    recogniser = Recogniser(texts)
    heard = [recogniser.hear(signal[e.start * 48 : e.end * 48], RATE) for e in spoken]
    right = sum(found == words(text) for found, text in zip(heard, texts, strict=True))
    assert right >= 0.9 * len(texts), [
        pair for pair in zip(heard, map(words, texts), strict=True) if pair[0] != pair[1]
    ]
