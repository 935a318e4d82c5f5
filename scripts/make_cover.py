"""Draw `audio_assets/cover.jpg`: python scripts/make_cover.py [FILE]

Needs Pillow, for this script only: pip install pillow. The font is Pillow's own.
"""

import sys
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

FILE = Path(__file__).parent.parent / "audio_assets" / "cover.jpg"
SIZE = 1400  # pixels: the least that podcast directories take
SCALE = 2  # drawn larger and reduced, so that round corners are smooth

GROUND = "#14213d"
NAME = "#ffffff"
WORK, REST, TRANSITION = "#ff6b35", "#2ec4b6", "#ffd166"

# A session as bars: height in hundredths of the picture, colour.
BARS = ((24, WORK), (10, REST), (32, WORK), (10, REST), (40, WORK), (17, TRANSITION))
LEFT, RIGHT, FLOOR = 10, 90, 50  # hundredths of the picture, as all measures here
GAP = 2.4
LINES = (("audio", 69), ("workout", 88))  # with their base lines
BOLDNESS = 0.35


def main() -> None:
    file = Path(sys.argv[1]) if len(sys.argv) > 1 else FILE
    picture = draw(SIZE * SCALE).resize((SIZE, SIZE), Image.Resampling.LANCZOS)
    picture.save(file, "JPEG", quality=85, optimize=True)


def draw(size: int) -> Image.Image:
    """The cover, `size` pixels square."""
    unit = size / 100
    picture = Image.new("RGB", (size, size), GROUND)
    canvas = ImageDraw.Draw(picture)
    width = (RIGHT - LEFT + GAP) / len(BARS)
    for number, (height, colour) in enumerate(BARS):
        left = LEFT + number * width
        box = (left, FLOOR - height, left + width - GAP, FLOOR)
        canvas.rounded_rectangle([edge * unit for edge in box], 2 * unit, fill=colour)
    trial = ImageFont.load_default(10 * unit)
    longest = max(trial.getlength(line) for line, _ in LINES)
    font = ImageFont.load_default(10 * unit * (RIGHT - LEFT) * unit / longest)
    for line, base in LINES:
        at = (LEFT * unit, base * unit)
        canvas.text(at, line, NAME, font, anchor="ls", stroke_width=BOLDNESS * unit)
    return picture


if __name__ == "__main__":
    main()
