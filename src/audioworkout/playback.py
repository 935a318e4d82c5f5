"""Sound through the machine's own output."""

from typing import Any

from audioworkout.diagnostics import WorkoutError
from audioworkout.units import SAMPLE_RATE


def play(clip: bytes) -> None:
    """Plays mono 16 bit samples at 48 kHz and returns at their end.

    Raises WorkoutError where there is no sound device, or nothing to reach it with.
    """
    import numpy as np

    device = _sounddevice()
    try:
        device.play(np.frombuffer(clip, "<i2"), SAMPLE_RATE, blocking=True)
    except device.PortAudioError as failed:
        raise WorkoutError(f"no sound device can be used here: {failed}") from failed


def _sounddevice() -> Any:
    try:
        import sounddevice
    except ImportError as absent:
        raise WorkoutError(
            "playing takes sounddevice: pip install 'audioworkout[play]'"
        ) from absent
    except OSError as absent:  # the binding is there, PortAudio is not
        raise WorkoutError(
            f"playing takes PortAudio ({absent}); on Debian: apt-get install libportaudio2"
        ) from absent
    return sounddevice
