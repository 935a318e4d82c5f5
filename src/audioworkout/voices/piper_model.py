"""A Piper model at work: loading it, and what it says. Importing this loads onnxruntime."""

from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from piper import PiperVoice as Engine
from piper import SynthesisConfig
from piper.config import PiperConfig

from audioworkout.voices import Pcm, UnavailableError
from audioworkout.voices.piper_settings import NOISE, PACE, SENTENCE_PAUSE


def spoken(engine: Engine, text: str, rate_percent: int, speaker: int | None) -> Pcm:
    """`text` at about `rate_percent` of the model's own speed."""
    settings = SynthesisConfig(
        speaker_id=speaker,
        length_scale=engine.config.length_scale * length_scale(rate_percent),
        noise_scale=NOISE,
        noise_w_scale=NOISE,
        normalize_audio=False,
    )
    pause = bytes(2 * round(SENTENCE_PAUSE * engine.config.sample_rate))
    sentences = [chunk.audio_int16_bytes for chunk in engine.synthesize(text, settings)]
    return Pcm(pause.join(sentences), engine.config.sample_rate)


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
    try:
        session = onnxruntime.InferenceSession(
            str(model), sess_options=options, providers=["CPUExecutionProvider"]
        )
        engine = Engine(config=PiperConfig.from_dict(config), session=session)
    except Exception as error:  # the runtime has a dozen kinds, down to bare Exception
        raise UnavailableError(
            f"{name}: the model cannot be loaded ({type(error).__name__}); take both its files anew"
        ) from error
    engine.download_dir = model.parent  # what some languages fetch; unasked, the current folder
    return engine
