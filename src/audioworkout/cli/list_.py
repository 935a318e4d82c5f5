"""`audioworkout list`: the workouts that ship."""

from audioworkout.cli.console import print_table
from audioworkout.ground.units import MINUTE
from audioworkout.language import document
from audioworkout.session import compiling


def list_workouts() -> None:
    """List the bundled workouts with length, equipment and focus."""
    from rich import box
    from rich.table import Table

    view = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    view.add_column("name", style="bold", no_wrap=True)
    view.add_column("minutes", justify="right")
    view.add_column("equipment")
    view.add_column("focus")
    for name in document.inputs.bundled_names():
        summary = compiling.summary(document.inputs.read(name), compiling.Options())
        minutes = str((summary.length + MINUTE // 2) // MINUTE)
        view.add_row(
            name, minutes, ", ".join(summary.equipment) or "none", ", ".join(summary.focus)
        )
    print_table(view)
