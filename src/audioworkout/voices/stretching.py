"""Speech at another speed, at its own pitch, for engines that cannot hurry by themselves.

Rubber Band stretches it, with its R3 engine. Its result depends on the samples and the rate
alone.
"""

from audioworkout.voices import Pcm


def paced(pcm: Pcm, rate: int) -> Pcm:
    """Speech at `rate` per cent of its speed (50 to 230); its pitch and timbre stay.

    The length is the old one times 100 / rate, to the sample.
    """
    if rate == 100:
        return pcm
    import numpy as np
    from pedalboard import time_stretch

    signal = np.frombuffer(pcm.samples, "<i2").astype(np.float32) / np.float32(32768)
    stretched = time_stretch(signal, pcm.rate, stretch_factor=rate / 100)[0]
    whole = np.zeros(round(len(signal) * 100 / rate), np.float32)
    kept = stretched[: len(whole)]  # Rubber Band's length is off by a few samples
    whole[: len(kept)] = kept
    levels = np.clip(np.round(whole * 32768), -32768, 32767)
    return Pcm(levels.astype("<i2").tobytes(), pcm.rate)
