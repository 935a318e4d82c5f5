"""`audioworkout schema`: what editors complete and check by."""

from typing import Annotated

import typer


def schema(
    show: Annotated[bool, typer.Option("--show", help="That of show files.")] = False,
) -> None:
    """Print the JSON Schema of workout files, for editors."""
    import json

    if show:
        from audioworkout.podcast.shows.document import show_schema as made
    else:
        from audioworkout.language.schema import schema as made

    print(json.dumps(made(), indent=2))
