"""What sounds beside the words, as JSON Schema."""

from audioworkout.language.durations import BEATS
from audioworkout.language.model import FILLERS, MIX_PRESETS, SOUND_PACKS, TONE_ROLES
from audioworkout.language.schema.patterns import in_any_case, whole
from audioworkout.language.schema.shapes import Schema, either, ref, text, word
from audioworkout.language.sounds import DEEPEST, LOUDNESS, MOST_GAIN


def _number(low: float, high: float, unit: str) -> Schema:
    pattern = in_any_case(rf"^\s*(\+|-)?[0-9]{{1,2}}(\.[0-9]{{1,2}})?\s*({unit})?\s*$")
    return either({"type": "number", "minimum": low, "maximum": high}, text(pattern))


def _mapping(**keys: tuple[Schema, str]) -> Schema:
    described = {key: {**shape, "description": words} for key, (shape, words) in keys.items()}
    return {"type": "object", "properties": described, "additionalProperties": False}


GAIN = _number(-MOST_GAIN, MOST_GAIN, "db")
FADE = either(ref("gap"), text(r"^\s*[0-9]{1,5}\s*[mM][sS]\s*$"))
FILES: Schema = either(ref("text"), {"type": "array", "items": ref("text"), "minItems": 1})

NAMED = {
    "files": (FILES, "Sound files and folders of them, from the folder of this one."),
    "file": (FILES, "The same as `files`."),
    "folder": (FILES, "The same as `files`."),
    "gain_db": (GAIN, "How much louder it plays, in dB."),
}
ONE_NAME: Schema = {
    "not": either(
        *(
            {"required": pair}
            for pair in (["files", "file"], ["files", "folder"], ["file", "folder"])
        )
    )
}
TRACKS = either(FILES, {**_mapping(**NAMED), **ONE_NAME})

MUSIC = either(
    FILES,
    {
        **_mapping(
            **NAMED,
            shuffled=(ref("switch"), "In an order that is drawn."),
            duck_db=(
                _number(-DEEPEST, DEEPEST, "db"),
                "How far music goes down under a cue at least, in dB.",
            ),
            attack=(FADE, "How long it takes to go down, before the cue."),
            release=(FADE, "How long it takes to come back, after the cue."),
            crossfade=(FADE, "How long one track runs into the next."),
            fade_out=(FADE, "How long it fades at the end of the session."),
            work=(TRACKS, "Other music for work, or a gain."),
            rest=(TRACKS, "Other music for rests, or a gain."),
        ),
        **ONE_NAME,
        "anyOf": [
            *({"required": [key]} for key in ("files", "file", "folder")),
            {"required": ["work", "rest"]},
        ],
    },
)

PRESET = word(*MIX_PRESETS)
MIX = either(
    PRESET,
    _mapping(
        preset=(PRESET, "What the mix is for."),
        speech_db=(GAIN, "The coach's gain in dB."),
        tones_db=(GAIN, "The tones' gain in dB."),
        music_db=(GAIN, "The music's gain in dB."),
        loudness=(_number(*LOUDNESS, "lufs"), "Of the whole, in LUFS."),
    ),
)

PACK = word(*SOUND_PACKS)
SOUNDS = either(
    PACK,
    _mapping(
        pack=(PACK, "The sound pack."),
        **{role: (ref("text"), f"A file for: {words}.") for role, words in TONE_ROLES.items()},
    ),
)

METRONOME = either(
    {"type": "integer", "minimum": BEATS[0], "maximum": BEATS[1]},
    text(whole("metronome_field")),
)
PAUSE = either(word(*FILLERS), text(r"[./\\]"))
