"""Each workout that ships, as the listing that was reviewed; a fake voice of 60 ms a character."""

from collections.abc import Callable
from pathlib import Path

import pytest

import checkout
from audioworkout.ground.assets import workouts
from audioworkout.plan.timeline import listing
from fake import timeline

SHIPPED = sorted(workouts().rglob("*.yaml"))
GOLDEN = checkout.GOLDEN / "workouts"


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_listing(path: Path, golden: Callable[[Path, str], None]) -> None:
    session = timeline(path.read_text(encoding="utf-8"))
    golden(GOLDEN / f"{path.stem}.txt", listing(session))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_no_warning_on_what_ships(path: Path) -> None:
    assert timeline(path.read_text(encoding="utf-8")).warnings == ()
