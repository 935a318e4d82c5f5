"""A Piper model at work: loading it, and what it says. Importing this loads onnxruntime.

A model takes a sentence at once, and memory by its length: some 5 MiB a word. So a long one is
cut, and there is room for only so much inside all models together.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Condition
from typing import Any

import numpy as np
import onnxruntime
from piper import PiperVoice as Engine
from piper import SynthesisConfig
from piper.config import PiperConfig

from audioworkout.voices import Pcm, UnavailableError
from audioworkout.voices.piper_settings import NOISE, PACE, SENTENCE_PAUSE

MOST_PHONEMES = 260  # of a sentence, where a text is in figures or another script
MOST_AT_ONCE = 400  # ids (two a phoneme) inside all models, at the model's own speed


def spoken(engine: Engine, pieces: Iterable[str], rate_percent: int, speaker: int | None) -> Pcm:
    """The pieces of a text, one after another, at about `rate_percent` of the model's own speed."""
    settings = SynthesisConfig(
        speaker_id=speaker,
        length_scale=engine.config.length_scale * length_scale(rate_percent),
        noise_scale=NOISE,
        noise_w_scale=NOISE,
        normalize_audio=False,
    )
    pause = bytes(2 * round(SENTENCE_PAUSE * engine.config.sample_rate))
    parts = [
        pause.join(chunk.audio_int16_bytes for chunk in engine.synthesize(piece, settings))
        for piece in pieces
    ]
    return Pcm(b"".join(parts), engine.config.sample_rate)


class _Room:
    """So much may be inside the models at once; what is more than all of it goes alone."""

    def __init__(self, size: int) -> None:
        self._size = self._left = size
        self._changed = Condition()

    @contextmanager
    def of(self, wanted: int) -> Iterator[None]:
        """Waits until there is as much room, and keeps it meanwhile."""
        taken = min(wanted, self._size)
        with self._changed:
            self._changed.wait_for(lambda: taken <= self._left)
            self._left -= taken
        try:
            yield
        finally:
            with self._changed:
                self._left += taken
                self._changed.notify_all()


_room = _Room(MOST_AT_ONCE)


class _Bounded(Engine):
    """The engine, given no more at once than fits."""

    def phonemize(self, text: str) -> list[list[str]]:
        return [part for said in super().phonemize(text) for part in _bounded(said)]

    def phoneme_ids_to_audio(self, phoneme_ids: list[int], *args: Any, **named: Any) -> Any:
        with _room.of(round(len(phoneme_ids) * args[0].length_scale)):
            return super().phoneme_ids_to_audio(phoneme_ids, *args, **named)


def _bounded(phonemes: list[str]) -> Iterator[list[str]]:
    """A sentence's phonemes, cut between words where they are more than MOST_PHONEMES."""
    while len(phonemes) > MOST_PHONEMES:
        spaces = [at for at in range(MOST_PHONEMES) if phonemes[at] == " "]
        end = spaces[-1] + 1 if spaces else MOST_PHONEMES
        yield phonemes[:end]
        phonemes = phonemes[end:]
    yield phonemes


def length_scale(rate_percent: int) -> float:
    """How much longer than unasked each sound is, for `rate_percent` of the speed."""
    rates, scales = zip(*PACE, strict=True)
    return float(np.interp(rate_percent, rates, scales))


def load(name: str, model: Path, config: dict[str, Any]) -> Engine:
    """The model, ready to speak. Raises UnavailableError if it cannot be loaded."""
    onnxruntime.set_default_logger_severity(3)  # errors; it warns of devices that are not there
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    # Optimized, the graph of a voice runs no faster (2.8 s for 57 phrases), and loads in 0.39 s
    # instead of 0.11.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.enable_mem_pattern = False  # else it keeps a plan, and memory, for each length of text
    try:
        session = onnxruntime.InferenceSession(
            str(model), sess_options=options, providers=["CPUExecutionProvider"]
        )
        engine = _Bounded(config=PiperConfig.from_dict(config), session=session)
    except Exception as error:  # the runtime has a dozen kinds, down to bare Exception
        raise UnavailableError(
            f"{name}: the model cannot be loaded ({type(error).__name__}); take both its files anew"
        ) from error
    engine.download_dir = model.parent  # what some languages fetch; unasked, the current folder
    return engine
