"""A playlist: tracks in a row without an end, at one loudness, faded into each other.

Times are samples at 48 kHz from the playlist's start. Which track plays when is worked out as far
as it is asked for, since a track must be decoded once to be measured; what was worked out stays.
Cross-fades keep the power: sine and cosine, whose squares add up to 1, as unrelated songs do.
"""

import math
from bisect import bisect_right
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import pairwise
from operator import attrgetter
from random import Random

import numpy as np
import numpy.typing as npt

from audioworkout.ground.diagnostics import WorkoutError
from audioworkout.ground.units import SAMPLE_RATE, Ms, samples
from audioworkout.sound.ducking import Powers
from audioworkout.sound.loudness import OFFSET
from audioworkout.sound.music.measure import STEP, Loudness
from audioworkout.sound.music.reader import BlockReader, summed
from audioworkout.sound.music.tracks import Track
from audioworkout.sound.streaming import Block

MUSIC_LEVEL = -20.0  # LUFS of each track
MOST_GAIN = 20.0  # dB; what is fainter than that allows has little but noise to show
FAINT = -60.0  # LUFS; a track below it is not music, it stays as it is
UNHEARD = -40.0  # LU under the track's own loudness: silence where it begins or ends
FADES = 3  # a fade takes at most one part in so many of a track: never do three sound at once
SHORTEST = (
    SAMPLE_RATE // 2
)  # samples; a shorter file is not music, and would be opened all the time
BLOCK = SAMPLE_RATE // 2  # samples mixed together: what a processor keeps at hand

Values = npt.NDArray[np.floating | np.integer]


@dataclass(frozen=True, slots=True)
class Cut:
    """What is played of a track: from sample `begin` to `end`, `gain` times as loud."""

    track: Track
    powers: Powers
    begin: int
    end: int
    gain: float

    @property
    def length(self) -> int:
        """In samples."""
        return self.end - self.begin


@dataclass(frozen=True, slots=True)
class Turn:
    """A track at its place in a playlist, from sample `start` on; fades are in samples."""

    cut: Cut
    start: int
    fade_in: int
    fade_out: int

    @property
    def end(self) -> int:
        """The sample of the playlist after its last."""
        return self.start + self.cut.length

    def gains(self, at: Values) -> Values:
        """The gain at samples of the playlist. Of turns that overlap the fades' squares add to 1.

        Just one value where it does not change.
        """
        if self.start + self.fade_in <= at[0] and at[-1] <= self.end - self.fade_out:
            return np.array([self.cut.gain])
        rise, fall = _faded(at - self.start, self.fade_in), _faded(self.end - at, self.fade_out)
        return np.asarray(self.cut.gain * rise * fall)

    def energies(self, edges: Values) -> Values:
        """The energy between each two edges in the turn; 1 is a mean square of 1 for 100 ms."""
        powers = self.cut.powers
        # Energy up to a time, interpolated: the difference of two is what lies between them.
        total = np.concatenate(([0.0], np.cumsum(powers, dtype=np.float64)))
        steps = (self.cut.begin + edges - self.start) / STEP
        between = np.diff(np.interp(steps, np.arange(len(total)), total))
        return np.asarray(between * self.gains((edges[1:] + edges[:-1]) / 2) ** 2)


class Playlist:
    """Tracks as written or, shuffled, in an order that the seed gives anew each time round."""

    def __init__(
        self,
        tracks: Sequence[Track],
        loudness: Callable[[Track], Loudness],
        *,
        crossfade: Ms,
        shuffled: bool,
        seed: int,
        channels: int,
    ) -> None:
        """A track is measured when its turn comes up.

        With a cross-fade, silence at its ends is left out; without, it is played from end to end.
        """
        self.channels = channels
        self._crossfade = samples(crossfade)
        self._turns: list[Turn] = []
        self._further = self._made(_order(tracks, shuffled, seed), cache(partial(_cut, loudness)))

    def blocks(self, start: int = 0) -> Generator[Block]:
        """The sound from a sample on, without an end. At most two tracks are open at a time."""
        playing: list[_TurnReader] = []
        turns = self.turns(start)
        coming = next(turns)
        while True:
            while coming.start < start + BLOCK:
                playing.append(_TurnReader(coming, self.channels, start))
                coming = next(turns)
            yield summed([player.play(start) for player in playing], BLOCK, self.channels)
            start += BLOCK
            playing = [player for player in playing if player.turn.end > start]

    def energies(self, edges: Values) -> Values:
        """The energy between each two edges; 1 is a mean square of 1, channels added, for 100 ms.

        The edges, in samples, rise by 100 ms at most, since gains are read in between. Nothing is
        decoded; tracks that sound together add up as sounds do that have nothing in common.
        """
        total = np.zeros(len(edges) - 1)
        for turn in self.turns(int(edges[0])):
            if turn.start >= edges[-1]:
                break
            first, last = np.searchsorted(edges, (turn.start, turn.end))
            first, last = max(0, first - 1), min(last, len(total))
            own = np.clip(edges[first : last + 1], turn.start, turn.end)
            total[first:last] += turn.energies(own)
        return total

    def turns(self, since: int = 0) -> Iterator[Turn]:
        """Each track at its place, without an end; from the first that ends after a sample."""
        number = bisect_right(self._turns, since, key=attrgetter("end"))
        while True:
            if number == len(self._turns):
                self._turns.append(next(self._further))
            if self._turns[number].end > since:
                yield self._turns[number]
            number += 1

    def _made(self, order: Iterator[Track], cut: Callable[[Track, bool], Cut]) -> Iterator[Turn]:
        start = fade_in = 0
        for now, then in pairwise(cut(track, self._crossfade > 0) for track in order):
            fade_out = min(self._crossfade, now.length // FADES, then.length // FADES)
            turn = Turn(now, start, fade_in, fade_out)
            yield turn
            start, fade_in = turn.end - fade_out, fade_out


class _TurnReader:
    """A turn being played, from sample `since` of the playlist on or from its own first.

    Its file is open from the first samples to the last.
    """

    def __init__(self, turn: Turn, channels: int, since: int) -> None:
        self.turn = turn
        begin = turn.cut.begin + max(0, since - turn.start)
        self._reader = BlockReader(turn.cut.track.blocks(begin))
        self._spread = math.sqrt(
            turn.cut.track.channels / channels
        )  # mono in both channels is no louder

    def play(self, start: int) -> tuple[int, Block]:
        """What it has of the block from sample `start` of the playlist on, and where in it."""
        first, last = max(self.turn.start, start), min(self.turn.end, start + BLOCK)
        gains = self.turn.gains(np.arange(first, last) + 0.5) * self._spread
        part = self._reader.take(last - first)
        if last == self.turn.end:
            self._reader.close()
        return first - start, part * gains[: len(part)].astype(np.float32)[:, None]


def _order(tracks: Sequence[Track], shuffled: bool, seed: int) -> Iterator[Track]:
    """Tracks without an end; shuffled, the last of a round is not the first of the next."""
    order, dice, last = list(tracks), Random(seed), None
    while True:
        if shuffled:
            dice.shuffle(order)
            if order[0] == last:
                order.append(order.pop(0))
        yield from order
        last = order[-1]


def _cut(loudness: Callable[[Track], Loudness], track: Track, trimmed: bool) -> Cut:
    """A track at MUSIC_LEVEL, without the silence at its ends where it is trimmed."""
    measured = loudness(track)
    if measured.length < SHORTEST:
        raise WorkoutError(
            f"{track.path}: lasts {measured.length / SAMPLE_RATE:.2g} s; "
            f"music lasts {SHORTEST / SAMPLE_RATE:g} s at least"
        )
    gain = 10 ** (_gain_db(measured.integrated) / 20)
    heard = np.flatnonzero(measured.powers > _unheard(measured.integrated))
    if not trimmed or not len(heard):
        return Cut(track, measured.powers, 0, measured.length, gain)
    first, last = int(heard[0]) * STEP, int(heard[-1] + 1) * STEP
    return Cut(track, measured.powers, first, min(measured.length, last), gain)


def _faded(distance: Values, fade: int) -> Values:
    """The gain of a fade at a distance from the end where it is silent."""
    if not fade:
        return np.ones(1)
    return np.asarray(np.sin(np.pi / 2 * np.clip(distance / fade, 0, 1)))


def _gain_db(integrated: float) -> float:
    return 0.0 if integrated < FAINT else min(MOST_GAIN, MUSIC_LEVEL - integrated)


def _unheard(integrated: float) -> float:
    """The power, K-weighted, below which nothing is heard of a track."""
    return float(10 ** ((integrated + UNHEARD - OFFSET) / 10))
