"""What pauses are filled with: a tone that nobody hears and that no player takes for silence.

Podcast apps cut what stays below a level for some time (Media3's ExoPlayer: below 1,024 of
32,768 for 100 ms). A 20.8 Hz sine at -30 dBFS RMS stays above that level in each of its half
waves, under the threshold of hearing (ISO 226: 78 dB SPL at 20 Hz) and below what a phone's
speaker can play.
"""

import numpy as np
import numpy.typing as npt

AIR_PERIOD = 2304  # samples, two MP3 frames: 20.83 Hz
AIR_PEAK = 0.0447  # of full scale: -27 dBFS, 3 dB above ExoPlayer's 1,024 / 32,768
AIR_RISE = 576  # samples; a run starts from nothing, and a soft start leaves no step there


def air(start: int, count: int) -> npt.NDArray[np.float32]:
    """`count` samples from sample `start` of an object's own air; full scale is 1."""
    period = AIR_PEAK * np.sin(2 * np.pi / AIR_PERIOD * np.arange(AIR_PERIOD))
    wave: npt.NDArray[np.float32] = np.resize(np.roll(period, -start).astype(np.float32), count)
    rising = max(0, min(AIR_RISE - start, count))
    wave[:rising] *= np.sin(np.pi / 2 / AIR_RISE * np.arange(start, start + rising)) ** 2
    return wave
