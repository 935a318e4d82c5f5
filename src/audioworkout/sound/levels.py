"""How loud what is: presets, and what a workout or a caller sets over them."""

from dataclasses import dataclass, fields, replace

from audioworkout.ground.cache import digest
from audioworkout.language.model import Mix

STANDARD_LOUDNESS = -16.0  # LUFS; what podcast directories ask for, and what clips are levelled to

SHAPING = 1  # part of each key: raise it whenever `shaping` would give another clip


@dataclass(frozen=True, slots=True)
class Levels:
    """Gains over the standard mix in dB, and the loudness of the whole in LUFS.

    `dense` speech is compressed; `bright` tones have their upper partials raised.
    """

    speech_db: float = 0.0
    tones_db: float = 0.0
    music_db: float = 0.0
    loudness: float = STANDARD_LOUDNESS
    dense: bool = False
    bright: bool = False

    @property
    def master_db(self) -> float:
        """What brings sounds levelled for the standard loudness to this one."""
        return self.loudness - STANDARD_LOUDNESS


STANDARD = Levels()
PRESETS = {
    "standard": STANDARD,
    # Wind and traffic cover what is soft: nothing is, and the tones cut through.
    "outdoor": Levels(tones_db=1.0, music_db=-2.0, loudness=-14.0, dense=True, bright=True),
    # Close to the ear tones startle, and music may come nearer to the voice.
    "earphones": Levels(tones_db=-5.0, music_db=2.0, loudness=-18.0),
    # At home, while others sleep: nothing stands out.
    "quiet": Levels(tones_db=-8.0, music_db=-4.0, loudness=-22.0, dense=True),
}


def levels_of(mix: Mix) -> Levels:
    """The levels of a preset with a workout's own in their place."""
    own = {name: getattr(mix, name) for name in (field.name for field in fields(mix))}
    preset = PRESETS[own.pop("preset")]
    return replace(preset, **{name: value for name, value in own.items() if value is not None})


def dense_key(key: str) -> str:
    """The name of a clip of speech made dense."""
    return digest("dense", SHAPING, key)


def bright_key(key: str) -> str:
    """The name of a tone made bright."""
    return digest("bright", SHAPING, key)
