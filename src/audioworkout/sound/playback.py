"""Sound through the machine's own output: a clip, or a session while it is made.

    blocks → pieces, a second or two ahead, by a thread → the device, when it asks for more

What is told as heard is what has left the device: its latency is taken off. When a buffer will be
heard the device tells; such marks are kept until the clock passes them, and the time between two
is interpolated.
"""

import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from threading import Condition, Thread
from typing import Any, TypeAlias

import numpy as np

from audioworkout.ground.diagnostics import WorkoutError
from audioworkout.ground.units import SAMPLE_RATE, SAMPLES_PER_MS, SECOND, Ms, clock, samples
from audioworkout.sound.streaming import Block

AHEAD = 2 * SAMPLE_RATE  # samples that wait for the device at most, but for a piece
PIECE = SAMPLE_RATE // 10
LATENCY = 0.2  # s; PortAudio's own "high" is too little for some devices to play without gaps
LONGEST_LATENCY = 2.0  # s; a device that tells more than this tells nonsense
TICK = 0.1  # s between two looks at the keys and the clock
PATIENCE = 100  # ticks without the device asking for more, after which it is taken for dead
JUMP: Ms = 10 * SECOND

Blocks: TypeAlias = Callable[[int], Iterable[Block]]
"""The sound from a sample on (at 48 kHz): blocks of samples by channels, full scale 1."""

OnTime = Callable[[Ms, bool], None]
"""Called some ten times a second with the time that is heard, and whether it stands still."""


class Keypress(StrEnum):
    """What a listener asks for."""

    PAUSE = "pause"
    BACK = "back"
    FORWARD = "forward"
    QUIT = "quit"


@dataclass(frozen=True, slots=True)
class OutputDevice:
    """The machine's sound device: the library that reaches it, and 1 or 2 channels to use."""

    library: Any
    channels: int


def output() -> OutputDevice:
    """The machine's sound device, as far as one can tell before it is opened.

    Raises WorkoutError where there is none, none for 48 kHz, or nothing to reach it with.
    """
    library = _sounddevice()
    try:
        found = library.query_devices(kind="output")
    except (library.PortAudioError, ValueError) as absent:
        raise WorkoutError(f"there is no sound device here to play through ({absent})") from absent
    channels = min(2, found["max_output_channels"])
    try:
        library.check_output_settings(channels=channels, samplerate=SAMPLE_RATE)
    except (library.PortAudioError, ValueError) as refused:
        raise WorkoutError(f"the sound device refuses 48 kHz: {refused}") from refused
    return OutputDevice(library, channels)


def play(clip: bytes) -> None:
    """Plays mono 16 bit samples at 48 kHz and returns at their end.

    Raises WorkoutError where there is no sound device, or nothing to reach it with.
    """
    device = output().library
    try:
        device.play(np.frombuffer(clip, "<i2"), SAMPLE_RATE, blocking=True)
    except device.PortAudioError as failed:
        raise WorkoutError(f"the sound device cannot be used: {failed}") from failed


def _sounddevice() -> Any:
    try:
        import sounddevice
    except ImportError as absent:
        raise WorkoutError(
            "playing takes sounddevice: pip install 'audioworkout[play]'"
        ) from absent
    except OSError as absent:  # the binding is there, PortAudio is not
        raise WorkoutError(
            f"playing takes PortAudio ({absent}); on Debian: apt-get install libportaudio2"
        ) from absent
    return sounddevice


def stream(
    device: OutputDevice,
    blocks: Blocks,
    length: Ms,
    *,
    on_time: OnTime,
    start: Ms = 0,
    keys: Callable[[], Iterable[Keypress]] = tuple,
    now: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> Ms:
    """Plays until the end, or until a key asks to quit; the time that was heard last.

    `length` is that of the whole, `keys` gives what was pressed since it was last called.
    Where samples come too late the device plays silence, and nothing is left out.
    Raises WorkoutError where the device cannot be opened or gives up, and what `blocks` raises.
    """
    player = _Player(device, blocks, length, start, now)
    with player.playing() as opened:
        while not player.over:
            on_time(player.heard, player.paused)
            sleep(TICK)
            pressed = Counter(keys())
            if pressed[Keypress.QUIT]:
                return player.heard
            player.obey(pressed)
            player.check(opened)
        opened.stop()  # after what it still holds, should its latency be more than it told
    on_time(player.heard, player.paused)
    return player.heard


class _Player:
    """A device and the run that it plays; a jump begins another run."""

    def __init__(
        self, device: OutputDevice, blocks: Blocks, length: Ms, start: Ms, now: Callable[[], float]
    ) -> None:
        self.paused = False
        self._device = device
        self._blocks = blocks
        self._length = length
        self._now = now
        self._latency = LATENCY
        self._calls = self._calls_before = self._quiet = 0
        self._playback = _Playback(blocks, samples(start), now())

    @contextmanager
    def playing(self) -> Iterator[Any]:
        """The opened device; whatever happens, it is silent and closed afterwards."""
        with ExitStack() as ending:
            ending.callback(lambda: self._playback.close())
            library = self._device.library
            try:
                opened = library.OutputStream(
                    samplerate=SAMPLE_RATE,
                    channels=self._device.channels,
                    dtype="float32",
                    latency=LATENCY,
                    callback=self._fill,
                )
                ending.callback(opened.close)
                self._latency = opened.latency
                opened.start()
                ending.callback(opened.abort)
            except library.PortAudioError as failed:
                raise WorkoutError(f"the sound device cannot be used: {failed}") from failed
            yield opened

    def _fill(self, out: Block, _: int, times: Any, __: object) -> None:
        """What the device calls for more, on its own thread. What this raised nobody would see."""
        self._calls += 1
        if self.paused:
            out.fill(0)
            return
        latency = times.outputBufferDacTime - times.currentTime
        if not 0 < latency < LONGEST_LATENCY:  # some of PortAudio's hosts do not tell
            latency = self._latency
        self._playback.take(out, self._now() + latency)

    @property
    def heard(self) -> Ms:
        """The time that is heard now."""
        return self._playback.heard(self._now()) // SAMPLES_PER_MS

    @property
    def over(self) -> bool:
        """Whether the last sample has been heard."""
        return self._playback.over(self._now())

    def obey(self, pressed: Counter[Keypress]) -> None:
        """Pauses, goes on, jumps: an arrow that is held down is one long jump."""
        self.paused ^= pressed[Keypress.PAUSE] % 2 == 1
        if further := JUMP * (pressed[Keypress.FORWARD] - pressed[Keypress.BACK]):
            start = samples(max(0, min(self.heard + further, self._length)))
            self._playback.close()
            self._playback = _Playback(self._blocks, start, self._now())

    def check(self, opened: Any) -> None:
        """Raises what making the sound raised, and WorkoutError where the device is dead."""
        if self._playback.error:
            raise self._playback.error
        # A device that is pulled out stops the stream, or just never asks again. Ticks count,
        # not seconds: this process may have been asleep.
        self._quiet = self._quiet + 1 if self._calls == self._calls_before else 0
        self._calls_before = self._calls
        if not opened.active or self._quiet > PATIENCE:
            at = clock(self.heard)
            raise WorkoutError(f"the sound device gave up at {at}; go on with `--from {at}`")


class _Playback:
    """One stretch of playing, from a sample on: made by a thread, taken by the device's."""

    def __init__(self, blocks: Blocks, start: int, now: float) -> None:
        self.error: Exception | None = None
        self._pieces: deque[Block] = deque()
        self._waiting = 0  # samples in them
        self._next = start  # what the device takes next
        self._marks = deque([(now, start, 0)])  # when which samples are heard, and how many
        self._ended = self._closed = False
        self._changed = Condition()
        self._maker = Thread(target=self._make, args=(blocks, start), name="sound", daemon=True)
        self._maker.start()

    def _make(self, blocks: Blocks, start: int) -> None:
        try:
            for block in blocks(start):
                for at in range(0, len(block), PIECE):
                    if not self._put(block[at : at + PIECE]):
                        return
        except Exception as failed:  # for the thread that waits for the sound
            self.error = failed
        else:
            self._ended = True

    def _put(self, piece: Block) -> bool:
        """Waits for room; whether anybody still wants it."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._waiting < AHEAD)
            self._pieces.append(piece)
            self._waiting += len(piece)
            return not self._closed

    def take(self, out: Block, at: float) -> None:
        """Fills the device's buffer, with silence what is not there; it is heard from `at` on."""
        done = 0
        with self._changed:
            while self._pieces and done < len(out):
                piece = self._pieces.popleft()
                part, rest = piece[: len(out) - done], piece[len(out) - done :]
                out[done : done + len(part)] = _fitted(part, out.shape[1])
                done += len(part)
                if len(rest):
                    self._pieces.appendleft(rest)
            out[done:] = 0
            if done:
                self._marks.append((at, self._next, done))
            self._next += done
            self._waiting -= done
            self._changed.notify()

    def heard(self, now: float) -> int:
        """The sample that is heard now."""
        with self._changed:
            while len(self._marks) > 1 and self._marks[1][0] <= now:
                self._marks.popleft()
            at, first, count = self._marks[0]
        return first + max(0, min(count, round((now - at) * SAMPLE_RATE)))

    def over(self, now: float) -> bool:
        """Whether all there is has been heard."""
        return self._ended and not self._pieces and self.heard(now) == self._next

    def close(self) -> None:
        """Ends the thread, after the block that it may be at; waits a little for it."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._maker.join(1)


def _fitted(part: Block, channels: int) -> Block:
    """Both channels as one where the device has but one; one channel goes to both by itself."""
    if part.shape[1] > channels:
        mixed: Block = part.mean(axis=1, keepdims=True)
        return mixed
    return part
