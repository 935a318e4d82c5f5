"""`python -m audioworkout`: the command line."""

from audioworkout.cli import main

main()
