"""Plans in other notations to workout files: pasted text, and what other programs write."""

from audioworkout.importing.draft import Kind, Remark
from audioworkout.importing.reading import FORMATS, Imported, RefusedError, convert

__all__ = ["FORMATS", "Imported", "Kind", "RefusedError", "Remark", "convert"]
