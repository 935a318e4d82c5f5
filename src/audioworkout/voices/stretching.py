"""Speech at another speed, at its own pitch, for engines that cannot hurry by themselves.

Rubber Band stretches it, with its R3 engine. Its result depends on the samples and the
speed alone.
"""

import numpy as np
from pedalboard import time_stretch

from audioworkout.voices import Pcm


def paced(pcm: Pcm, rate_percent: int) -> Pcm:
    """Speech at `rate_percent` of its speed (50 to 230); its pitch and timbre stay.

    The length is the old one times 100 / rate_percent, to the sample.
    """
    if rate_percent == 100:
        return pcm
    signal = np.frombuffer(pcm.samples, "<i2").astype(np.float32) / np.float32(32768)
    stretched = time_stretch(signal, pcm.sample_rate, stretch_factor=rate_percent / 100)[0]
    whole = np.zeros(round(len(signal) * 100 / rate_percent), np.float32)
    kept = stretched[: len(whole)]  # Rubber Band's length is off by a few samples
    whole[: len(kept)] = kept
    levels = np.clip(np.round(whole * 32768), -32768, 32767)
    return Pcm(levels.astype("<i2").tobytes(), pcm.sample_rate)
