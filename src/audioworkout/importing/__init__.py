"""Plans in other notations to workout files: pasted text, and what other programs write."""

from audioworkout.importing.converting import (
    FORMATS,
    ImportedFile,
    ImportRefusedError,
    convert,
    convert_all,
    convert_workbook,
)
from audioworkout.importing.draft import PROSE, ImportRemark, RemarkKind
from audioworkout.importing.tables.sheets import is_workbook

__all__ = [
    "FORMATS",
    "PROSE",
    "ImportRefusedError",
    "ImportRemark",
    "ImportedFile",
    "RemarkKind",
    "convert",
    "convert_all",
    "convert_workbook",
    "is_workbook",
]
