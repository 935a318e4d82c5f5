"""Lazy packages (PEP 562): a module behind one is loaded when it is first used.

A rendering from the cache and `--help` must load neither numerics nor voices. So a package's
`__init__` names its heavy modules, and `from audioworkout.sound import loudness` binds a stand-in
that loads `loudness` at its first attribute. Imports stay at the top of a file, where they are
seen, by tools too. (`from audioworkout.sound.loudness import gated` loads at once, as ever.)
"""

from collections.abc import Callable
from importlib import import_module
from types import ModuleType
from typing import Any


class LazyModule(ModuleType):
    """Stands in for a module; what is read of it or set in it is read of the module itself.

    Not importlib's LazyLoader: before Python 3.11.9 two threads could run a module twice.
    """

    @property
    def __dict__(self) -> dict[str, Any]:  # type: ignore[override]
        return vars(import_module(self.__name__))

    def __getattr__(self, name: str) -> object:
        return getattr(import_module(self.__name__), name)

    def __setattr__(self, name: str, value: object) -> None:
        setattr(import_module(self.__name__), name, value)

    def __delattr__(self, name: str) -> None:
        delattr(import_module(self.__name__), name)


def lazy_modules(package: str, *heavy: str) -> Callable[[str], ModuleType]:
    """The `__getattr__` of a package with heavy modules.

    What a heavy module cannot import, it raises at its first use.
    """

    def module(name: str) -> ModuleType:
        if name not in heavy:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return LazyModule(f"{package}.{name}")

    return module
