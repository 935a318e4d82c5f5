"""Plans in other notations to workout files: pasted text, and what other programs write."""

from audioworkout.importing.converting import (
    FORMATS,
    ImportedFile,
    ImportRefusedError,
    convert,
)
from audioworkout.importing.draft import ImportRemark, RemarkKind

__all__ = [
    "FORMATS",
    "ImportRefusedError",
    "ImportRemark",
    "ImportedFile",
    "RemarkKind",
    "convert",
]
