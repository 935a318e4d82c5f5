"""Make the sound pack `classic`: python scripts/make_sounds.py [FOLDER]

Every tone is a few strokes of decaying partials between 0.8 and 3 kHz, which a phone's
speaker plays well and a park does not drown. A file's first sample is the tone's onset.
The same script gives the same bytes.
"""

import sys
import wave
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from audioworkout.sound.loudness import Signal
from audioworkout.units import SAMPLE_RATE, Ms, samples

FOLDER = Path(__file__).parent.parent / "audio_assets" / "sounds" / "classic"
ATTACK: Ms = 1
RELEASE: Ms = 12  # the fade at a stroke's end, or half the stroke if that is shorter

# Hz. A partial's sign is chosen so that the sum's peaks are low against its power.
A5, B5, C6, D6, E6, F6 = 880.0, 987.77, 1046.5, 1174.66, 1318.51, 1396.91
G6, A6, C7, E7 = 1567.98, 1760.0, 2093.0, 2637.02


@dataclass(frozen=True)
class Stroke:
    """Partials (Hz: amplitude) from `start` on; `bend` multiplies their pitch by the end."""

    start: Ms
    length: Ms
    partials: dict[float, float]
    half_life: Ms
    bend: float = 1.0


@dataclass(frozen=True)
class Sound:
    """Strokes, and the peak of all together in dBFS.

    At -6 dBFS a tone starts 2 to 4 LU above the speech, which peaks at -3 dBFS but is
    mostly far below, and leaves room for speech to go on under it.
    """

    peak_db: float
    strokes: tuple[Stroke, ...]


def chime(start: Ms, length: Ms, note: float, half_life: Ms) -> Stroke:
    """A note with its octave, or with its fourth where the octave would pass 3 kHz."""
    return Stroke(start, length, {note: 1.0, note * (2 if note < 1500 else 4 / 3): 0.35}, half_life)


SOUNDS = {
    "tick": Sound(-6.5, (Stroke(0, 90, {B5: 1.0, 3 * B5: 0.4}, 150),)),
    "go": Sound(-6.0, (Stroke(0, 450, {F6: 0.8, 1.5 * F6: 0.8, 2 * F6: -0.6}, 300),)),
    "rest": Sound(-6.5, (Stroke(0, 600, {D6: 1.0, 2 * D6: 0.5}, 350, bend=A5 / D6),)),
    "round_break": Sound(
        -6.5,
        (
            Stroke(0, 260, {A5: 1.0, 3 * A5: 0.4}, 120),
            Stroke(280, 480, {A5: 1.0, 3 * A5: 0.4}, 250),
        ),
    ),
    "halfway": Sound(-7.0, (chime(0, 110, E6, 100), chime(120, 180, A6, 130))),
    "rep": Sound(-12.0, (Stroke(0, 40, {D6: 1.0, 2 * D6: 0.5}, 15),)),
    "down": Sound(-9.0, (Stroke(0, 200, {E6: 1.0, 2 * E6: 0.4}, 150, bend=A5 / E6),)),
    "up": Sound(-9.0, (Stroke(0, 200, {A5: 1.0, 2 * A5: 0.4}, 150, bend=E6 / A5),)),
    "finish": Sound(
        -6.0,
        (
            chime(0, 180, C6, 200),
            chime(180, 180, E6, 200),
            chime(360, 180, G6, 200),
            Stroke(540, 860, {C6: 0.3, C7: 0.6, E7: 0.35}, 350),
        ),
    ),
}


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for name, sound in SOUNDS.items():
        write(folder / f"{name}.wav", render(sound))


def render(sound: Sound) -> Signal:
    """The strokes together, at the sound's peak."""
    signal = np.zeros(samples(max(stroke.start + stroke.length for stroke in sound.strokes)))
    for stroke in sound.strokes:
        start = samples(stroke.start)
        signal[start : start + samples(stroke.length)] += struck(stroke)
    return np.asarray(signal / np.abs(signal).max() * 10 ** (sound.peak_db / 20))


def struck(stroke: Stroke) -> Signal:
    """One stroke: its partials under a swift attack, a decay and a faded end."""
    time = np.arange(samples(stroke.length)) / SAMPLE_RATE
    whole = stroke.length / 1000
    # A pitch that runs from 1 to `bend` in a straight line has this integral.
    turns = time + (stroke.bend - 1) * time**2 / (2 * whole)
    tone = sum(size * np.sin(2 * np.pi * hz * turns) for hz, size in stroke.partials.items())
    decay = 0.5 ** (time * 1000 / stroke.half_life)
    attack = np.minimum(time * 1000 / ATTACK, 1)
    release = np.minimum((whole - time) * 1000 / min(RELEASE, stroke.length / 2), 1)
    return np.asarray(tone * decay * smooth(attack) * smooth(release))


def smooth(ramp: Signal) -> Signal:
    """A straight ramp from 0 to 1 as a raised cosine."""
    return np.asarray((1 - np.cos(np.pi * ramp)) / 2)


def write(path: Path, signal: Signal) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes(np.round(signal * 32767).astype("<i2").tobytes())


if __name__ == "__main__":
    main()
