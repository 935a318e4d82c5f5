"""What everything stands on: units, diagnostics, files, the cache, YAML with its places."""

from audioworkout.ground.lazy import lazy_modules

# hashlib; PyYAML
__getattr__ = lazy_modules(__name__, "cache", "files", "nodes", "scalars")
