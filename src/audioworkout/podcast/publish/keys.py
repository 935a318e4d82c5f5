"""Keys of what a build makes: equal as long as all that it is made of is equal."""

from collections.abc import Container
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from typing import Any

from audioworkout.ground.cache import Part


def named(value: object, *, without: Container[str] = ()) -> Part:
    """A value as part of a key: a dataclass by the names of its fields, without defaults.

    So a field that a later version adds with a default changes no key, and no published show is
    made anew for it. Once it has another value, the key differs, with nobody having to list it.
    `without` names fields that what is made does not depend on.
    """
    match value:
        case None | bool() | int() | float() | str() | bytes():
            return value
        case date():
            return value.isoformat()
        case tuple() | list():
            return tuple(map(named, value))
    if is_dataclass(value) and not isinstance(value, type):
        told = ((f.name, getattr(value, f.name)) for f in fields(value) if _told(value, f))
        return tuple((name, named(each)) for name, each in told if name not in without)
    raise TypeError(f"no part of a key: {value!r}")


def _told(value: object, one: Field[Any]) -> bool:
    """Whether a field has another value than its default."""
    default = one.default if one.default_factory is MISSING else one.default_factory()
    return default is MISSING or bool(getattr(value, one.name) != default)
