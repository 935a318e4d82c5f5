"""Draw `docs/pictures`: python scripts/make_pictures.py

A picture shows the example above it: a block of YAML in the README or in the language reference
with `![…](…pictures/NAME.svg)` below it gives NAME.svg. Speech counts as 60 ms a character.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "pictures"
PAGES = (ROOT / "README.md", ROOT / "docs" / "language.md")
DRAWN = re.compile(
    r"^```yaml\n(?P<text>[^`]*)^```\n\n!\[[^\]]*\]\((?:docs/)?pictures/(?P<name>[\w-]+)\.svg\)$",
    re.MULTILINE,
)


def pictures() -> dict[str, str]:
    """The SVG of each picture, by its name."""
    sys.path.insert(0, str(ROOT / "tests" / "support"))
    from audioworkout.plan.export.picture import svg
    from fake import timeline

    found = (drawn for page in PAGES for drawn in DRAWN.finditer(page.read_text("utf-8")))
    return {drawn["name"]: svg(timeline(drawn["text"])) for drawn in found}


def main() -> None:
    drawn = pictures()
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.svg"):
        if old.stem not in drawn:
            old.unlink()
    for name, picture in drawn.items():
        (FOLDER / f"{name}.svg").write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main()
