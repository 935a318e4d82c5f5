"""Checksums, and the packed form of a run."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioworkout.sound.mp3.crc import combine, crc16
from audioworkout.sound.mp3.encode import running
from audioworkout.sound.mp3.run import DamagedRunError, Run


def slow_crc16(data: bytes) -> int:
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    return crc


def test_crc16_gives_the_check_value_of_the_catalogue() -> None:
    assert crc16(b"123456789") == 0xBB3D


@given(st.binary(max_size=300), st.binary(max_size=300))
def test_checksums_combine(first: bytes, second: bytes) -> None:
    assert combine(crc16(first), crc16(second), len(second)) == slow_crc16(first + second)


@given(st.integers(1, 9), st.data())
def test_running_checksums_are_those_of_each_prefix(frames: int, data: st.DataObject) -> None:
    stream = data.draw(st.binary(min_size=12 * frames, max_size=12 * frames))

    made = Run(12, stream, running(stream, 12))

    assert [made.crc(n) for n in range(frames + 1)] == [
        slow_crc16(stream[: 12 * n]) for n in range(frames + 1)
    ]


@given(st.integers(0, 299), st.integers(1, 255))
def test_a_packed_run_with_any_changed_byte_is_refused(at: int, change: int) -> None:
    stream = bytes(range(250))
    packed = bytearray(Run(25, stream, running(stream, 25)).pack())
    at %= len(packed)

    assert Run.unpack(bytes(packed)).data == stream
    packed[at] ^= change
    with pytest.raises(DamagedRunError):
        Run.unpack(bytes(packed))
    with pytest.raises(DamagedRunError):
        Run.unpack(bytes(packed[:at]))
