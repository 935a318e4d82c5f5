"""Music under the coach: files to tracks of one loudness, playlists, and the bed of a session."""

from audioworkout.ground.lazy import lazy_modules

__getattr__ = lazy_modules(  # numpy, soundfile, soxr
    __name__, "bed", "measure", "playlist", "reader", "reading", "tracks"
)
