"""Makes `constraints.txt`: versions of everything that is installed, that were tested together.

    python scripts/make_constraints.py

It resolves the newest versions that `pyproject.toml` allows, for every Python and system that it
supports and with all extras. Commit the result once `.ci/run` has passed with it. Needs `uv`.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OLDEST_PYTHON = "3.11"
HEAD = """\
# Versions that were tested together. Made by scripts/make_constraints.py; not edited by hand.
"""


def main() -> int:
    """Writes the file; the exit code of the resolver."""
    resolved = subprocess.run(
        [
            *("uv", "pip", "compile", "--quiet", "--universal", "--all-extras", "--upgrade"),
            *("--python-version", OLDEST_PYTHON, "--no-annotate", "--no-header", "pyproject.toml"),
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if resolved.returncode == 0:
        (ROOT / "constraints.txt").write_text(HEAD + resolved.stdout, encoding="utf-8")
    return resolved.returncode


if __name__ == "__main__":
    sys.exit(main())
