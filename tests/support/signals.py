"""Sound in blocks, and what others' programs decode of it, channel by channel."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from listen import RATE, offset, run

Sound: TypeAlias = npt.NDArray[np.float32]
"""Samples by channels; full scale is 1."""


def music(samples: int, channels: int) -> Sound:
    """Chords that swell over noise, other ones to the left than to the right."""
    at = np.arange(samples) / RATE
    noise = np.random.default_rng(1).standard_normal(samples + 40)
    soft = np.convolve(noise, np.hanning(41) / 20, "valid")
    sides = [
        sum(0.1 * np.sin(2 * np.pi * pitch * at) for pitch in pitches)
        + 0.1 * soft * np.sin(2 * np.pi * beat * at)
        for pitches, beat in (((220, 277, 330), 1), ((247, 311, 370), 1.5))
    ]
    return np.stack(sides[:channels], axis=1).astype(np.float32)


def blocks(sound: Sound, size: int = 3 * RATE) -> Iterator[Sound]:
    """The sound, cut into pieces of `size` samples."""
    for start in range(0, len(sound), size):
        yield sound[start : start + size]


def decoded(path: Path, channels: int) -> Sound:
    """The samples of a file as ffmpeg decodes and trims it, channel by channel."""
    command = ("ffmpeg", "-v", "error", "-i", path, "-map", "0:a", "-f", "f32le", "-")
    done = subprocess.run(command, capture_output=True, check=True)
    return np.frombuffer(done.stdout, "<f4").reshape(-1, channels)


def lags(heard: Sound, source: Sound) -> list[int]:
    """By how many samples each channel is late."""
    start, length = len(source) // 4, min(len(source) // 2, 2 * RATE)
    sides = zip(heard.T, source.T, strict=True)
    return [offset(left, right[start : start + length], start, 2500) for left, right in sides]


def probed(path: Path) -> Any:
    """What ffprobe says of a file: its format, streams and chapters."""
    shows = ("-show_format", "-show_streams", "-show_chapters")
    return json.loads(run("ffprobe", "-v", "error", *shows, "-of", "json", path))


def chapters_of(path: Path) -> list[tuple[int, str]]:
    """Start in ms and title of each chapter that ffprobe finds."""
    return [
        (round(float(chapter["start_time"]) * 1000), chapter["tags"]["title"])
        for chapter in probed(path)["chapters"]
    ]
