import errno
from pathlib import Path

import filelock
import pytest

from audioworkout.ground.diagnostics import WorkoutError
from audioworkout.ground.locks import locked

TAKEN = WorkoutError("it is taken")


@pytest.mark.parametrize(
    "failed", [OSError(errno.ENOLCK, "No locks available"), NotImplementedError("flock")]
)
def test_a_file_system_without_locks_is_told_with_a_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failed: Exception
) -> None:
    def without(*_: object, **__: object) -> None:
        raise failed

    monkeypatch.setattr(filelock.FileLock, "acquire", without)
    with (
        pytest.raises(WorkoutError, match="has no locks, so two runs could mix; take another"),
        locked(tmp_path / "lock", wait_s=0, taken=TAKEN, way_out="take another disk"),
    ):
        pass


def test_who_comes_second_is_told_and_then_served(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    first = locked(path, wait_s=0, taken=TAKEN, way_out="")
    second = locked(path, wait_s=0, taken=TAKEN, way_out="")
    with first, pytest.raises(WorkoutError, match="it is taken"), second:
        pass
    with locked(path, wait_s=0, taken=TAKEN, way_out=""):
        pass


def test_another_fault_of_the_disk_is_its_own(tmp_path: Path) -> None:
    path = tmp_path / "absent" / "file" / "lock"
    (tmp_path / "absent").write_text("")
    with pytest.raises(NotADirectoryError), locked(path, wait_s=0, taken=TAKEN, way_out=""):
        pass
