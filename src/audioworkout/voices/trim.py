"""A recording without the room before and after the speech.

What a microphone hears of a quiet room lies 30 to 60 dB below the voice, so no one level
tells silence from speech, and an s that stands far above the room at 6 kHz hardly adds to
the sum. So each band of each recording has a floor of its own.

With the default voice's phrases in white, pink and brown noise and mains hum 33 to 60 dB
below them, the median error of both edges was 0 to 10 ms before the margins. Of a final f
that sinks into the noise up to 90 ms were lost. Whoever changes where a recording is cut
raises `recorded.TRIM_FORMAT`.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from audioworkout.ground.units import Ms
from audioworkout.voices import Pcm

HOP: Ms = 10
WINDOW: Ms = 20
BANDS_HZ = (100, 250, 500, 1000, 2000, 4000, 8000, 16000)  # their edges; below is mains hum
AT_ONCE = 512  # windows: what bounds the memory that a long recording takes

FLOOR_HOPS = 10  # the floor is the quietest 100 ms, of which even hasty recordings have some
DIGITAL_SILENCE_DB = -110.0  # dBFS in a band; what a recorder pads with is not the room
OVER_FLOOR_DB = 12.0  # what stands so far above the floor is not the room
LEAST_RANGE_DB, MOST_RANGE_DB = 30.0, 50.0  # bounds of where speech begins, under the loudest

APART_HOPS = 15  # sounds less far apart belong together: a final t, and the stop before it
LEAST_HOPS = 6  # what is shorter, and apart, is the click of a key
BEFORE: Ms = 20  # of room kept, faded, for the soft beginning of a sound
AFTER: Ms = 40


def trimmed(pcm: Pcm) -> Pcm:
    """From just before the first sound to just after the last, the room at both ends faded.

    What lies between stays as it is. A recording in which nothing sounds comes back empty.
    """
    signal = np.frombuffer(pcm.samples, "<i2").astype(np.float32)
    signal -= signal.mean() if len(signal) else 0  # cheap sound cards add a constant
    heard = _speech(_powers(signal / 32768, pcm.sample_rate))
    start, end = (pcm.sample_rate * at // 1000 for at in heard)
    if start == end:
        return Pcm(b"", pcm.sample_rate)
    lead = min(start, pcm.sample_rate * BEFORE // 1000)
    tail = max(0, min(len(signal) - end, pcm.sample_rate * AFTER // 1000))
    kept = signal[start - lead : end + tail]
    kept[:lead] *= np.linspace(0, 1, lead, dtype=np.float32)
    kept[len(kept) - tail :] *= np.linspace(1, 0, tail, dtype=np.float32)
    return Pcm(np.clip(np.round(kept), -32768, 32767).astype("<i2").tobytes(), pcm.sample_rate)


def _powers(signal: NDArray[np.floating[Any]], sample_rate: int) -> NDArray[np.float64]:
    """The mean square in each band (rows) of windows HOP apart (columns), of full scale.

    A short-time Fourier transform in chunks of AT_ONCE windows, so that memory is bounded.
    """
    hop, size = sample_rate * HOP // 1000, sample_rate * WINDOW // 1000
    padded = np.pad(signal, (0, size))
    windows = np.lib.stride_tricks.sliding_window_view(padded, size)[::hop]
    shape = np.hanning(size)
    frequencies = np.fft.rfftfreq(size, 1 / sample_rate)
    edges = [edge for edge in BANDS_HZ if edge < sample_rate / 2]
    starts = np.searchsorted(frequencies, edges)
    blocks = [
        np.add.reduceat(np.abs(np.fft.rfft(windows[at : at + AT_ONCE] * shape)) ** 2, starts, 1)
        for at in range(0, len(windows), AT_ONCE)
    ]
    scale: Any = 2 / (size * (shape**2).sum())
    return np.asarray(np.concatenate(blocks).T * scale)


def _speech(powers: NDArray[np.float64]) -> tuple[Ms, Ms]:
    """When the first sound starts and the last one ends; (0, 0) where nothing sounds."""
    loudest = 10 * np.log10(powers.sum(axis=0).max(initial=0) + 1e-20)
    if loudest < DIGITAL_SILENCE_DB:
        return 0, 0
    floors = np.array([_floor_db(band) for band in powers])
    threshold = np.clip(floors + OVER_FLOOR_DB, loudest - MOST_RANGE_DB, loudest - LEAST_RANGE_DB)
    heard = np.flatnonzero((powers > 10 ** (threshold[:, None] / 10)).any(axis=0))
    groups = np.split(heard, np.flatnonzero(np.diff(heard) > APART_HOPS) + 1)
    sounds = [group for group in groups if len(group) >= LEAST_HOPS] or groups
    return int(sounds[0][0]) * HOP, int(sounds[-1][-1]) * HOP + WINDOW


def _floor_db(band: NDArray[np.float64]) -> float:
    """The level of the quietest stretch; of a recording too short to tell, digital silence."""
    live = band[band > 10 ** (DIGITAL_SILENCE_DB / 10)]
    if len(live) < FLOOR_HOPS:
        return DIGITAL_SILENCE_DB
    means = np.convolve(live, np.full(FLOOR_HOPS, 1 / FLOOR_HOPS), "valid")
    return float(10 * np.log10(means.min()))
