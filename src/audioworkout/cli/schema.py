"""`audioworkout schema`: what editors complete and check by."""

import json
from typing import Annotated

import typer

from audioworkout.language import schema as workouts
from audioworkout.podcast import shows


def schema(
    show: Annotated[bool, typer.Option("--show", help="That of show files.")] = False,
) -> None:
    """Print the JSON Schema of workout files, for editors."""
    made = shows.show_schema if show else workouts.schema
    print(json.dumps(made(), indent=2))
