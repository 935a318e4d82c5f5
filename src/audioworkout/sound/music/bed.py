"""The music of a whole session: playlists in turn, cut to its length, faded at both ends.

A playlist that is not heard stands still, and goes on where it stopped. So each has stretches of
the session in which it is heard, with its own position at their start, and a share of the sound
that changes from 0 to 1 and back around the boundaries. All times here are samples at 48 kHz.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import accumulate, pairwise
from pathlib import Path

import numpy as np

from audioworkout.ground.cache import Cache
from audioworkout.ground.units import MINUTE, SECOND, Ms, samples
from audioworkout.language.model import Music, Tracks
from audioworkout.plan.segments import Kind
from audioworkout.sound.ducking import Powers
from audioworkout.sound.music.measure import STEP, measured
from audioworkout.sound.music.playlist import BLOCK, Playlist, Values
from audioworkout.sound.music.reader import BlockReader, summed
from audioworkout.sound.music.tracks import tracks
from audioworkout.sound.streaming import Block

SWITCH = samples(SECOND)  # from a playlist or gain to the next, half of it before the boundary
FADE_IN = samples(SECOND)
AT_ONCE = samples(10 * MINUTE)
LEAST_FADE_OUT = samples(20)  # no click at the end, whatever the workout asks for

Interval = tuple[Ms, Ms, Kind]


@dataclass(frozen=True)
class Automation:
    """A value over a session: `first`, then changed by each of `changes` at one of `times`.

    What an audio workstation calls an automation curve.
    A change takes `width` samples, half of them before its time, and is a raised cosine.
    """

    first: float
    times: tuple[int, ...]
    changes: tuple[float, ...]
    width: int

    def at(self, times: Values) -> Values:
        """The values at rising times (samples); only one where all are the same."""
        reach = self.width / 2
        begun = bisect_left(self.times, times[0] - reach)
        near = range(begun, bisect_right(self.times, times[-1] + reach))
        values = np.full(len(times) if near else 1, self._levels[begun])
        for number in near:
            time, change = self.times[number], self.changes[number]
            first, last = np.searchsorted(times, (time - reach, time + reach))
            way = (times[first:last] - time) / self.width
            values[first:last] += change * (1 + np.sin(np.pi * way)) / 2
            values[last:] += change
        return values

    @cached_property
    def _levels(self) -> Values:
        return np.cumsum((self.first, *self.changes), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class HeardSpan:
    """Where in a session a playlist is heard, and its own position at the start; in samples."""

    start: int
    end: int
    position: int


@dataclass(frozen=True, slots=True)
class PlaylistShare:
    """What a playlist has of a session: `share` is 1 where it is its turn, 0 where it is not."""

    playlist: Playlist
    share: Automation
    stretches: tuple[HeardSpan, ...]


class MusicBed:
    """Music for a plan: each interval has its playlist and gain; the other playlists wait."""

    def __init__(
        self,
        plan: Sequence[Interval],
        music: Music,
        *,
        folder: Path,
        cache: Cache | None = None,
        seed: int = 0,
    ) -> None:
        """The plan's intervals follow each other without a gap.

        Raises WorkoutError if a file that music names from `folder` on cannot be read.
        """
        self.length = samples(plan[-1][1])
        wanted = [(samples(start), _tracks(music, kind)) for start, _, kind in plan]
        gains = [(start, music.gain_db + own.gain_db) for start, own in wanted]
        self._gain_db = _curve(gains, SWITCH)
        self._fades = _fades(self.length, max(samples(music.fade_out), LEAST_FADE_OUT))
        playlists = _playlists(music, folder, cache, seed, _measured_of(self.length))
        self.channels = next(iter(playlists.values())).channels
        turns = [(start, own.files or music.files) for start, own in wanted]
        self._parts = tuple(
            _part(playlist, [(start, files == its) for start, files in turns], self.length)
            for its, playlist in playlists.items()
        )

    def blocks(self, since: int = 0) -> Iterator[Block]:
        """The samples from one on, to the plan's end, in blocks of half a second."""
        readers = [
            (part, BlockReader(part.playlist.blocks(_position(part.stretches, since))))
            for part in self._parts
        ]
        for start in range(since, self.length, BLOCK):
            end = min(start + BLOCK, self.length)
            heard = [
                (first - start, self._played(part, reader, first, last))
                for part, reader in readers
                for first, last in _within(part.stretches, start, end)
            ]
            yield summed(heard, end - start, self.channels)

    def powers(self) -> Powers:
        """The K-weighted mean square of each 100 ms, channels added; nothing is decoded for it.

        Sounds that are faded into each other are taken to have nothing in common.
        """
        powers = np.zeros(-(-self.length // STEP))
        for part in self._parts:
            for stretch in part.stretches:
                first, last = stretch.start // STEP, -(-stretch.end // STEP)
                edges = np.clip(np.arange(first, last + 1) * STEP, stretch.start, stretch.end)
                energies = part.playlist.energies(edges - stretch.start + stretch.position)
                powers[first:last] += (
                    energies * self._gain(part, edges[:-1] / 2 + edges[1:] / 2) ** 2
                )
        return powers.astype(np.float32)

    def _played(self, part: PlaylistShare, reader: BlockReader, first: int, last: int) -> Block:
        gain = self._gain(part, np.arange(first, last) + 0.5)
        played: Block = reader.take(last - first) * gain.astype(np.float32)[:, None]
        return played

    def _gain(self, part: PlaylistShare, times: Values) -> Values:
        """What the sound of a playlist is multiplied by; one value where it does not change."""
        gain = 10 ** (self._gain_db.at(times) / 20) * np.sqrt(np.maximum(part.share.at(times), 0))
        for fade in self._fades:
            gain = gain * fade.at(times)
        return np.asarray(gain)


def _playlists(
    music: Music, folder: Path, cache: Cache | None, seed: int, most: int
) -> dict[tuple[str, ...], Playlist]:
    """A playlist for each row of files that music names, all of as many channels."""
    named = [files for files in (music.files, music.work.files, music.rest.files) if files]
    found = {files: tracks(files, folder) for files in named}
    channels = max(track.channels for some in found.values() for track in some)
    return {
        files: Playlist(
            some,
            partial(measured, cache=cache, most=most),
            crossfade=music.crossfade,
            shuffled=music.shuffled,
            seed=seed,
            channels=channels,
        )
        for files, some in found.items()
    }


def _measured_of(length: int) -> int:
    """Of a track no more is measured than is played, ten minutes of silence before it included.

    In samples, and in steps, so that a plan which is edited measures a day of rain once.
    """
    return (length // AT_ONCE + 2) * AT_ONCE


def _tracks(music: Music, kind: Kind) -> Tracks:
    """What plays in an interval; without files it is the workout's own music."""
    match kind:
        case Kind.WORK | Kind.SWITCH:
            return music.work
        case Kind.REST | Kind.TRANSITION:
            return music.rest
        case _:
            return Tracks()


def _curve(values: Sequence[tuple[int, float]], width: int) -> Automation:
    """Through values, each from a time on; the first from the beginning."""
    first = values[0][1]
    changes = [(time, new - old) for (_, old), (time, new) in pairwise(values) if new != old]
    return Automation(first, tuple(t for t, _ in changes), tuple(c for _, c in changes), width)


def _fades(length: int, fade_out: int) -> tuple[Automation, Automation]:
    """Into the session and out of it; no longer than it is."""
    fade_in, fade_out = min(FADE_IN, length), min(fade_out, length)
    return (
        Automation(0, (fade_in // 2,), (1,), fade_in),
        Automation(1, (length - fade_out // 2,), (-1,), fade_out),
    )


def _part(playlist: Playlist, turns: Sequence[tuple[int, bool]], length: int) -> PlaylistShare:
    """`turns` says from when on it is the playlist's turn, or no longer."""
    spans: list[tuple[int, int]] = []
    for (start, heard), (end, _) in pairwise([*turns, (length, False)]):
        if heard:
            start, end = max(0, start - SWITCH // 2), min(length, end + SWITCH // 2)
            joined = spans.pop()[0] if spans and spans[-1][1] >= start else start
            spans.append((joined, end))
    played = accumulate((end - start for start, end in spans), initial=0)
    stretches = tuple(
        HeardSpan(start, end, at) for (start, end), at in zip(spans, played, strict=False)
    )
    return PlaylistShare(
        playlist, _curve([(at, float(heard)) for at, heard in turns], SWITCH), stretches
    )


def _position(stretches: Sequence[HeardSpan], at: int) -> int:
    """A playlist's own position at a sample of the session."""
    for stretch in stretches:
        if at < stretch.end:
            return stretch.position + max(0, at - stretch.start)
    return 0


def _within(stretches: Sequence[HeardSpan], start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches of stretches that lie between two samples."""
    for stretch in stretches[bisect_right(stretches, start, key=lambda stretch: stretch.end) :]:
        if stretch.start >= end:
            return
        yield max(stretch.start, start), min(stretch.end, end)
