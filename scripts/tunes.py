"""Music to measure with: chords, bass and drums in stereo, the same each time."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile

RATE = 44_100  # as most music has it, so that it is resampled
CHORDS = ((0, 4, 7, 11), (9, 12, 16, 19), (5, 9, 12, 16), (7, 11, 14, 17))  # semitones
PARTIALS = 8
LEVEL = 0.9  # of full scale, at the highest peak

Wave = npt.NDArray[np.float64]


def tune(folder: Path, name: str, seconds: int, beats: int, root: float, seed: int) -> Path:
    """A file of that length, in the format of its name, at `beats` a minute over `root` Hz."""
    beat = RATE * 60 // beats
    dice = np.random.default_rng(seed)
    bars = [_bar(chord, beat, root, dice) for chord in CHORDS]
    loop = np.concatenate(bars)
    loop *= LEVEL / np.abs(loop).max()
    path = folder / name
    soundfile.write(path, np.resize(loop.astype(np.float32), (seconds * RATE, 2)), RATE)
    return path


def _bar(chord: tuple[int, ...], beat: int, root: float, dice: np.random.Generator) -> Wave:
    """Four beats of a chord from left to right, a drum on each, a cymbal between."""
    time = np.arange(4 * beat) / RATE
    bar = np.zeros((len(time), 2))
    for place, semitones in enumerate(chord):
        right = 0.2 + 0.2 * place
        bar += _tone(root * 2 ** (semitones / 12), time, dice)[:, None] * (1 - right, right)
    for number in range(4):
        stroke = bar[number * beat :][:beat]
        stroke += _drum(np.arange(beat) / RATE)[:, None]
        cymbal = stroke[beat // 2 :]
        fading = np.exp(-np.arange(len(cymbal)) / RATE * 50)[:, None]
        cymbal += 0.15 * dice.standard_normal(cymbal.shape) * fading
    return bar


def _tone(pitch: float, time: Wave, dice: np.random.Generator) -> Wave:
    tremolo = 0.7 + 0.3 * np.sin(2 * np.pi * 5 * time)
    partials = (
        np.sin(2 * np.pi * pitch * partial * time + 6 * dice.random()) / partial
        for partial in range(1, PARTIALS + 1)
    )
    return np.asarray(0.05 * sum(partials) * tremolo)


def _drum(time: Wave) -> Wave:
    sweep = 50 * time + 4 * (1 - np.exp(-30 * time))
    return np.asarray(0.5 * np.sin(2 * np.pi * sweep) * np.exp(-18 * time))
