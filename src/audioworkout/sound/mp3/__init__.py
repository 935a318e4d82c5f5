"""MP3 by linking: islands of sound encoded once, and put in a row.

Light but for `encode` and `stream`, which load numpy and LAME and are reached through this door.
"""

from typing import TYPE_CHECKING

from audioworkout.ground.lazy import lazy_modules

if TYPE_CHECKING:
    from audioworkout.sound.mp3 import assembling as assembling
    from audioworkout.sound.mp3 import encode as encode
    from audioworkout.sound.mp3 import lame as lame
    from audioworkout.sound.mp3 import linker as linker
    from audioworkout.sound.mp3 import stream as stream
    from audioworkout.sound.mp3 import tags as tags

__getattr__ = lazy_modules(__name__)
