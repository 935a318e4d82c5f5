"""Ears for tests: programs that are not ours decode and measure what we wrote.

scipy.signal, and pyloudnorm that stands on it, are imported where they are used: else they would
take a quarter of the time in which the tests are collected.
"""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pytest

RATE = 48_000

Signal: TypeAlias = npt.NDArray[np.float32]


def needs(*programs: str) -> pytest.MarkDecorator:
    """Skips a test where one of the programs is not installed."""
    missing = [program for program in programs if shutil.which(program) is None]
    return pytest.mark.skipif(bool(missing), reason=f"not installed: {', '.join(missing)}")


def run(*command: str | Path) -> str:
    """What a program prints to both its outputs."""
    done = subprocess.run(command, capture_output=True)
    return (done.stdout + done.stderr).decode("utf-8", "replace")


def complaints(path: Path) -> str:
    """All that ffmpeg has against a file: nothing, if it is sound."""
    command = ("ffmpeg", "-v", "error", "-xerror", "-i", path, "-f", "null", "-")
    done = subprocess.run(command, capture_output=True)
    return done.stderr.decode() or ("" if done.returncode == 0 else f"exit {done.returncode}")


def decode(path: Path, start: float = 0, length: float | None = None) -> Signal:
    """The samples of a file as ffmpeg decodes and trims it; full scale is 1.

    `start` and `length`, in seconds, take a part; all before it is decoded, none sought.
    """
    part = f"atrim=start_sample={round(start * RATE)}"
    if length is not None:
        part += f":end_sample={round((start + length) * RATE)}"
    command = ("ffmpeg", "-v", "error", "-i", path, "-af", part, "-f", "f32le", "-ac", "1", "-")
    done = subprocess.run(command, capture_output=True, check=True)
    return np.frombuffer(done.stdout, "<f4")


def decoded_samples(path: Path) -> int:
    """How many samples ffmpeg decodes."""
    return len(decode(path))


def offset(heard: Signal, sound: Signal, at: int, reach: int = 96) -> int:
    """By how many samples a known sound is late against sample `at`, where it correlates most."""
    from scipy import signal

    window = heard[max(at - reach, 0) : at + len(sound) + reach]
    lag = int(np.argmax(signal.correlate(window, sound, "valid")))
    return lag - min(at, reach)


def onsets(
    heard: Signal, low: float, high: float, level_db: float = -30, gap: float = 0.2
) -> list[float]:
    """The times in seconds at which a band (in Hz) begins to sound after a gap in seconds.

    `level_db` is the RMS over 2 ms, against full scale, that counts as sound.
    """
    from scipy import signal

    sections = signal.butter(4, (low, high), "bandpass", fs=RATE, output="sos")
    step = RATE // 500
    band = signal.sosfiltfilt(sections, heard)
    power = np.square(band[: len(band) // step * step]).reshape(-1, step).mean(axis=1)
    loud = np.flatnonzero(power > 10 ** (level_db / 10)) * step / RATE
    first = np.diff(loud, prepend=-np.inf) > gap
    return [float(time) for time in loud[first]]


def peak_db(heard: Signal, above: float) -> float:
    """The highest peak above a frequency in Hz, in dB of full scale."""
    from scipy import signal

    sections = signal.butter(6, above, "highpass", fs=RATE, output="sos")
    return float(20 * np.log10(np.abs(signal.sosfiltfilt(sections, heard)).max() + 1e-9))


def error_db(heard: Signal, source: Signal) -> float:
    """The power of the source over that of its error, in dB."""
    return float(10 * np.log10(np.square(source).sum() / np.square(heard - source).sum()))


def kept_by_skip_silence(heard: Signal) -> float:
    """The share of the time that is left once a podcast app has cut the silence.

    The rule of Media3's SilenceSkippingAudioProcessor with its default values: where no sample
    passes 1,024 of 32,768 for 100 ms, a fifth stays, 2 s at most.
    """
    noisy = np.flatnonzero(np.abs(heard) * 32768 > 1024)
    edges = np.concatenate(([-1], noisy, [len(heard)]))
    silences = np.diff(edges) - 1
    cut = silences[silences >= RATE // 10]
    return float(1 - (cut - np.minimum(cut * 0.2, 2 * RATE)).sum() / len(heard))


def loudness_meter(rate: int = RATE) -> Any:
    """pyloudnorm's meter, by BS.1770."""
    import pyloudnorm

    return pyloudnorm.Meter(rate)


def true_peak(heard: Signal) -> float:
    """The true peak in dBTP: where a sample is over -6 dBFS, at four times the rate.

    As BS.1770-4 has it, and a fraction of the time that ffmpeg takes for a whole session.
    """
    from scipy import signal

    loud = np.flatnonzero(np.abs(heard) > 0.5)
    highest = float(np.abs(heard).max())
    for part in np.split(loud, np.flatnonzero(np.diff(loud) > RATE // 100) + 1):
        if len(part):
            around = heard[max(part[0] - 64, 0) : part[-1] + 64]
            highest = max(highest, float(np.abs(signal.resample_poly(around, 4, 1)).max()))
    return 20 * float(np.log10(highest))


def loudness(path: Path, *, peaks: bool = True) -> tuple[float, float]:
    """Integrated loudness in LUFS and true peak in dBTP, by ffmpeg's ebur128.

    Without `peaks` the second is not measured, which takes less than half the time.
    """
    how = "ebur128=peak=true" if peaks else "ebur128"
    report = run("ffmpeg", "-nostats", "-i", path, "-af", how, "-f", "null", "-")
    summary = report[report.rindex("Summary:") :]
    integrated = re.search(r"I:\s+(-?[\d.]+|-inf) LUFS", summary)
    peak = re.search(r"Peak:\s+(-?[\d.]+|-inf) dBFS", summary)
    assert integrated, summary
    assert (peak is not None) == peaks, summary
    return float(integrated[1]), float(peak[1]) if peak else float("nan")
