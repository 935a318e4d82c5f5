"""Make the sound packs: python scripts/make_sounds.py [FOLDER]

Each pack of `sound_packs.py` becomes a folder of WAV files, one for each role. A file's first
sample is the tone's onset. The same script gives the same bytes.
"""

import sys
import wave
from pathlib import Path

import numpy as np

from audioworkout.ground.units import SAMPLE_RATE
from audioworkout.sound.loudness import Signal
from sound_packs import PACKS
from strokes import render

FOLDER = Path(__file__).parent.parent / "audio_assets" / "sounds"


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    for pack, sounds in PACKS.items():
        (folder / pack).mkdir(parents=True, exist_ok=True)
        for role, sound in sounds.items():
            write(folder / pack / f"{role}.wav", render(sound))


def write(path: Path, signal: Signal) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes(np.round(signal * 32767).astype("<i2").tobytes())


if __name__ == "__main__":
    main()
