"""`audioworkout schema`: what editors complete and check by."""


def schema() -> None:
    """Print the JSON Schema of workout files, for editors."""
    import json

    from audioworkout.schema import schema as workout_schema

    print(json.dumps(workout_schema(), indent=2))
