"""A listener that is not ours: PocketSphinx picks the phrase that it hears from many."""

import re
from collections.abc import Iterable

import numpy as np
from num2words import num2words

from audioworkout.words.pronunciation import pronounce

SPHINX_RATE = 16_000

# What CMUdict lacks, as it would be written there.
PRONUNCIATIONS = {
    "abdominals": "AE B D AA M AH N AH L Z",
    "adductions": "AH D AH K SH AH N Z",
    "breastbone": "B R EH S T B OW N",
    "deadlifts": "D EH D L IH F T S",
    "flexions": "F L EH K SH AH N Z",
    "flexor": "F L EH K S ER",
    "glute": "G L UW T",
    "glutes": "G L UW T S",
    "kettlebell": "K EH T AH L B EH L",
    "obliques": "OW B L IY K S",
    "shins": "SH IH N Z",
}


def words(text: str) -> str:
    """A phrase as a grammar has it: small letters, numbers in words, no marks."""
    spelled = re.sub(r"\d+", lambda match: f" {num2words(match[0])} ", pronounce(text))
    return " ".join(re.findall(r"[a-z']+", spelled.lower()))


class Recogniser:
    """Hears one of the phrases that it was made with."""

    def __init__(self, phrases: Iterable[str]) -> None:
        from pocketsphinx import Config, Decoder, get_model_path

        model = get_model_path("en-us")
        config = Config(hmm=f"{model}/en-us", dict=f"{model}/cmudict-en-us.dict", loglevel="FATAL")
        self._decoder = Decoder(config)
        choices = sorted({words(phrase) for phrase in phrases})
        used = {word for choice in choices for word in choice.split()}
        unknown = sorted(word for word in used if self._decoder.lookup_word(word) is None)
        missing = [word for word in unknown if word not in PRONUNCIATIONS]
        assert not missing, f"say in PRONUNCIATIONS how these sound: {missing}"
        for word in unknown:
            self._decoder.add_word(word, PRONUNCIATIONS[word], word == unknown[-1])
        rule = " | ".join(choices)
        self._decoder.add_jsgf_string("one", f"#JSGF V1.0;\ngrammar one;\npublic <one> = {rule};")
        self._decoder.activate_search("one")

    def hear(self, signal: np.ndarray, rate: int) -> str:
        """The phrase, in the form of `words`; empty where none was heard."""
        import soxr

        padded = np.concatenate([np.zeros(rate // 4), signal, np.zeros(rate // 4)])
        samples = soxr.resample(padded, rate, SPHINX_RATE)
        self._decoder.start_utt()
        pcm = np.clip(samples * 32767, -32768, 32767).astype("<i2").tobytes()
        self._decoder.process_raw(pcm, full_utt=True)
        self._decoder.end_utt()
        heard = self._decoder.hyp()
        return heard.hypstr if heard else ""
