"""A show: its file, its feed and pages, how it is published, served and looked at online."""

from audioworkout.ground.lazy import lazy_modules

__getattr__ = lazy_modules(
    __name__, "artwork", "feed", "online", "pages", "publish", "server", "shows"
)
