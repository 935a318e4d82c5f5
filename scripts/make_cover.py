"""Draw `audio_assets/cover.jpg`: python scripts/make_cover.py [FILE]"""

import sys
from pathlib import Path

from audioworkout.podcast.artwork import show_cover, small

FILE = Path(__file__).parent.parent / "audio_assets" / "cover.jpg"
SIZE = 1400  # pixels: the least that podcast directories take; each MP3 has it in its tag


def main() -> None:
    file = Path(sys.argv[1]) if len(sys.argv) > 1 else FILE
    file.write_bytes(small(show_cover("audio workout", "", "en"), SIZE))


if __name__ == "__main__":
    main()
