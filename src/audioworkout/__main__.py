"""`python -m audioworkout`: the command line."""

from audioworkout.cli import run

run()
