"""Plans in rows and columns: their cells, their headings, and what each row says to do."""

from audioworkout.importing.tables.reading import read_rows
from audioworkout.importing.tables.rows import SheetRow

__all__ = ["SheetRow", "read_rows"]
