"""Lazy packages (PEP 562): a module behind one is imported when it is first asked for.

A rendering from the cache and `--help` must load neither numerics nor voices. So a package's
`__init__` is a door, and what is light reaches what is heavy through it, in the body of a
function: `sound.loudness.gated(powers)` after `from audioworkout import sound`.
"""

from collections.abc import Callable
from importlib import import_module
from types import ModuleType


def lazy_modules(package: str) -> Callable[[str], ModuleType]:
    """The `__getattr__` of a package whose modules are imported on first use.

    A library that such a module lacks raises ImportError, as its import at the top would.
    """

    def module(name: str) -> ModuleType:
        path = f"{package}.{name}"
        try:
            return import_module(path)
        except ModuleNotFoundError as absent:
            if absent.name != path:
                raise
            raise AttributeError(f"module {package!r} has no attribute {name!r}") from None

    return module
