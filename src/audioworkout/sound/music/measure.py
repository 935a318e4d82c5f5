"""How loud a track is, as a whole and each tenth of a second; measured once, then kept."""

import hashlib
import struct
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from functools import cache as remembered
from pathlib import Path

import numpy as np
import numpy.typing as npt
from soundfile import __libsndfile_version__ as decoder

from audioworkout.ground.cache import Cache, digest
from audioworkout.ground.diagnostics import WorkoutError
from audioworkout.ground.files import open_regular
from audioworkout.ground.units import samples
from audioworkout.sound.ducking import POWER_STEP, Powers
from audioworkout.sound.loudness import GATING_BLOCK, K_WEIGHTING, gated
from audioworkout.sound.music.reader import BlockReader
from audioworkout.sound.music.tracks import Track, silent
from audioworkout.sound.streaming import Block

KIND = "music"
FORMAT = 1  # raise it whenever the same file would be measured otherwise
STEP = samples(POWER_STEP)
STEPS = 10  # of 100 ms, read and measured together, in transforms of two
HISTORY = STEP // 2  # samples after which the low cut's ringing is 80 dB down
_HEADER = struct.Struct("<Qd")


@dataclass(frozen=True, slots=True, eq=False)
class Loudness:
    """A track's `length` as it is read, in samples at 48 kHz, and how loud it is.

    `integrated` is in LUFS by BS.1770-4, -inf for silence. `powers` are the K-weighted mean
    squares of each 100 ms, channels added; the last one may be of less.
    """

    length: int
    integrated: float
    powers: Powers


def measured(track: Track, cache: Cache | None = None, most: int | None = None) -> Loudness:
    """The loudness of a track, or of its first `most` samples; of the same content from the cache.

    Raises WorkoutError if there is no sound in the file.
    """
    content = _content(track.path)
    whole, part = (digest(KIND, FORMAT, decoder, content, *cut) for cut in ((), (most,)))
    kept = (cache.get(KIND, whole) or cache.get(KIND, part)) if cache else None
    if kept is not None:
        length, integrated = _HEADER.unpack_from(kept)
        return Loudness(length, integrated, np.frombuffer(kept, "<f4", offset=_HEADER.size))
    loudness = _measured(track, most)
    key = part if most and loudness.length >= most else whole
    if cache:
        header = _HEADER.pack(loudness.length, loudness.integrated)
        cache.put(KIND, key, header + loudness.powers.astype("<f4").tobytes())
    return loudness


def _content(path: Path) -> bytes:
    """A hash of what is in a file."""
    try:
        with open_regular(path) as file:
            return hashlib.file_digest(file, "sha256").digest()
    except OSError as failed:
        raise WorkoutError(f"{path}: {failed.strerror or failed}") from failed


def _measured(track: Track, most: int | None) -> Loudness:
    length, energies = 0, [np.zeros(0)]
    for count, part in _energies(track.blocks()):
        length += count
        energies.append(part)
        if most and length >= most:
            break
    if not length:
        raise silent(track.path)
    powers = np.concatenate(energies) / STEP
    powers[-1] *= STEP / (length - STEP * (len(powers) - 1))
    integrated = _integrated(powers, length // STEP)
    return Loudness(length, integrated, powers.astype(np.float32))


def _integrated(powers: npt.NDArray[np.float64], whole: int) -> float:
    """The loudness of the whole steps; what is shorter than a block is repeated to fill one."""
    least = GATING_BLOCK // POWER_STEP
    return gated(powers[:whole] if whole >= least else np.resize(powers, least))


def _energies(blocks: Generator[Block]) -> Iterator[tuple[int, npt.NDArray[np.float64]]]:
    """How many samples, and the K-weighted energy of each 100 ms of them, channels added."""
    reader = BlockReader(blocks)
    past = None
    while count := len(block := reader.take(STEPS * STEP)):
        if past is None:
            past = np.zeros((HISTORY, block.shape[1]), np.float32)
        whole = np.pad(np.concatenate((past, block)), ((0, STEPS * STEP - count), (0, 0)))
        weighted = _weighted(whole)
        weighted[count:] = 0
        steps = weighted.view(np.float64).reshape(STEPS, -1)
        yield count, np.einsum("ij,ij->i", steps, steps)[: -(-count // STEP)]
        past = whole[-HISTORY:]


def _weighted(whole: Block) -> npt.NDArray[np.complex128]:
    """What follows the history, K-weighted; two channels as real and imaginary part.

    One complex FFT filters both channels: the filter is linear and real, so that the parts stay
    apart. Blocks overlap by the history, in which the circular convolution's error lies, and which
    is dropped (overlap-save).
    """
    signal = whole.view(np.complex64)[:, 0] if whole.shape[1] == 2 else whole[:, 0]
    size = 2 * STEP + HISTORY
    rows = np.lib.stride_tricks.sliding_window_view(signal, size)[:: 2 * STEP]
    spectra = np.fft.fft(rows.astype(np.complex128), axis=1)
    spectra *= _response(size)
    return np.ascontiguousarray(np.fft.ifft(spectra, axis=1)[:, HISTORY:]).reshape(-1)


@remembered
def _response(size: int) -> npt.NDArray[np.complex128]:
    """K-weighting's frequency response, at the frequencies of a complex FFT of `size` samples."""
    z = np.exp(-2j * np.pi * np.arange(size) / size)
    shelf, low_cut = (
        (b0 + z * (b1 + z * b2)) / (1 + z * (a1 + z * a2)) for (b0, b1, b2), (a1, a2) in K_WEIGHTING
    )
    return np.asarray(shelf * low_cut)
