from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from audioworkout.plan.segments import BEAT, Tone
from audioworkout.plan.timeline import Event
from audioworkout.sound.mp3.islands import Island, Placement, Shape, islands

TICK = Tone("tick")


def ticks(starts: Sequence[int], length: int = 100) -> list[Event]:
    return [Event(start, length, TICK) for start in starts]


def starts(island: Island) -> list[int]:
    return [island.start * 24 + placed.offset for placed in island.shape.placements]


def test_sounds_less_than_250_ms_apart_share_an_island() -> None:
    found = list(islands(ticks([5000, 5300, 5649, 5999])))

    assert [starts(island) for island in found] == [[5000, 5300, 5649], [5999]]


def test_a_gap_is_counted_from_the_end_of_the_longest_sound() -> None:
    events = [Event(0, 5000, TICK), Event(100, 100, TICK), Event(5200, 100, TICK)]

    assert [starts(island) for island in islands(events)] == [[0, 100, 5200]]


def test_an_island_starts_four_frames_early_and_ends_a_frame_after_decoders_gave_all() -> None:
    (island,) = islands([Event(10_000, 100, TICK, gain_db=-9.0)])

    # 10,000 ms lie in frame 416; 112 ms into the island, sample 10,176 ends the tick, and
    # ceil((10,176 + 1,105) / 1,152) = 10
    placed = Placement(TICK, 10_000 - 412 * 24, 100, -9.0)
    assert island == Island(412, Shape(10 + 1, (placed,)))


def test_a_beat_and_what_follows_it_closely_start_a_frame_early() -> None:
    beat, near, far = Event(1_000, 40, BEAT), Event(1_160, 100, TICK), Event(1_510, 100, TICK)

    assert [found.start for found in islands([beat, near, far])] == [41 - 1, 48 - 1, 62 - 4]


def test_an_island_at_time_zero_has_no_room_before_it() -> None:
    (island,) = islands(ticks([7]))

    assert (island.start, starts(island)) == (0, [7])


def test_equal_islands_on_the_same_phase_of_the_grid_have_equal_shapes() -> None:
    first, same, other = islands(ticks([1000, 1000 + 24 * 300, 1000 + 24 * 600 + 8]))

    assert first.shape == same.shape != other.shape


def test_a_long_series_repeats() -> None:
    found = list(islands(ticks(range(1_000, 3_600_000, 500))))

    assert len({island.shape for island in found}) == 6  # every fourth millisecond of a frame


@given(st.lists(st.tuples(st.integers(0, 90_000), st.integers(0, 4000)), min_size=1))
def test_every_sound_is_in_one_island_and_islands_never_overlap(
    sounds: list[tuple[int, int]],
) -> None:
    events = [Event(start, length, TICK) for start, length in sorted(sounds)]

    found = list(islands(events))

    assert [start for island in found for start in starts(island)] == [e.start for e in events]
    assert all(before.end <= after.start for before, after in pairwise(found))
    assert all(placed.offset >= 0 for island in found for placed in island.shape.placements)
