"""An exercise, as the catalogue and the files know it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Exercise:
    """What is known of an exercise: the catalogue's entry, or the file's own."""

    name: str
    aliases: tuple[str, ...] = ()
    sided: bool = False
    limb: str = "side"
    seconds_per_rep: float = 3.0
    equipment: tuple[str, ...] = ()
    muscles: tuple[str, ...] = ()
    tips: tuple[str, ...] = ()  # longest first
    position: str | None = None
    kind: str = "strength"
    called: str | None = None  # its name in the workout's language, where that is another
