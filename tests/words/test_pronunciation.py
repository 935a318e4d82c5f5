"""What a voice is given to read: nothing that engines read each in their own way."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from audioworkout.ground.cache import Cache
from audioworkout.ground.diagnostics import WorkoutError
from audioworkout.language.document import inputs, parse_lexicon
from audioworkout.plan.segments import Speech
from audioworkout.session import compiling
from audioworkout.session.sounds import SessionSounds
from audioworkout.sound.tones import Tones
from audioworkout.sound.voice_chain import VoiceChain
from audioworkout.words.phrases import languages, phrases_for
from audioworkout.words.pronunciation import pronounce, unread
from checkout import ROOT
from fake import FakeVoice, timeline

DATA = ROOT / "src/audioworkout/words/data"
SHIPPED = [*(ROOT / "workouts").rglob("*.yaml"), DATA / "starter.yaml"]
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
SECTIONS = ("units", "spoken", "marks")
LANGUAGES = pytest.mark.parametrize("language", languages())


@cache
def data(language: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.load((DATA / f"phrases/{language}.yaml").read_bytes(), LOADER)
    return loaded


def raw(text: str, language: str) -> list[str]:
    """What is not in words: digits, and what `unread` finds."""
    return [*re.findall(r"\S*[0-9]\S*", text), *unread(text, language)]


# English


ENGLISH = {
    # a number and its unit
    "30s plank": "thirty seconds plank",
    "30 s, then 5min": "thirty seconds, then five minutes",
    "90s": "ninety seconds",
    "1 min 30 s": "one minute thirty seconds",
    "1 kg": "one kilogram",
    "12kg": "twelve kilograms",
    "10 KG": "ten kilograms",
    "2.5 kg": "two point five kilograms",
    "2,5 kg": "two point five kilograms",
    "2½ kg": "two point five kilograms",
    ".5 km": "zero point five kilometers",
    "1.05 km": "one point zero five kilometers",
    "1.0 kg": "one point zero kilograms",
    "400m run": "four hundred meters run",
    "1,000 m": "one thousand meters",
    "1 000 m": "one thousand meters",
    "1,500.5 m": "one thousand, five hundred point five meters",
    "10000 m": "ten thousand meters",
    "75%": "seventy-five percent",
    "at 75 % of it": "at seventy-five percent of it",
    "% of it": "percent of it",
    "45° angle": "forty-five degrees angle",
    "90°turn": "ninety degrees turn",
    "150 W, 90 rpm": "one hundred and fifty watts, ninety revolutions per minute",
    "1 set": "one set",
    "-5 kg": "minus five kilograms",
    "30s-hold": "thirty seconds-hold",
    # clocks
    "1:30": "one minute thirty",
    "0:45": "forty-five seconds",
    "0:00": "zero seconds",
    "1:30:00": "one hour thirty minutes",
    "1:30 min": "one minute thirty",
    "1:30 h": "one hour thirty minutes",
    "1h30": "one hour thirty minutes",
    "1h30m": "one hour thirty minutes",
    "1m30s": "one minute thirty",
    "2min30": "two minutes thirty",
    # over and per
    "5:00/km": "five minutes per kilometer",
    "5:00 min/km": "five minutes per kilometer",
    "4:30-5:00/km": "four minutes thirty to five minutes per kilometer",
    "2:00/500m": "two minutes per five hundred meters",
    "10 km/h": "ten kilometers per hour",
    "10/side": "ten per side",
    "30s/leg": "thirty seconds per leg",
    "12 reps/side": "twelve reps per side",
    "20 strokes/min": "twenty strokes per minute",
    "40/20": "forty, twenty",
    "30s/30s": "thirty seconds, thirty seconds",
    "90/90 switch": "ninety ninety switch",
    "90/90-switch": "ninety ninety-switch",
    # several numbers
    "8-12": "eight to twelve",
    "8–12 reps": "eight to twelve reps",
    "30-45s": "thirty to forty-five seconds",
    "8 - 12 kg": "eight to twelve kilograms",
    "20-30% effort": "twenty to thirty percent effort",
    "10 reps - 30 s rest": "ten reps, thirty seconds rest",
    "21-15-9": "twenty-one, fifteen, nine",
    "10s-20s-30s": "ten, twenty, thirty seconds",
    "3-0-1": "three, zero, one",
    "4-0-1-0": "four, zero, one, zero",
    "3-0-X-1": "three, zero, X, one",
    "30X1": "three, zero, X, one",
    # times
    "3x12": "three times twelve",
    "3 x 8-12": "three times eight to twelve",
    "4×400m": "four times four hundred meters",
    "2x20kg": "two times twenty kilograms",
    "5x": "five times",
    "1x": "once",
    "2-3x": "two to three times",
    "push-ups x12": "push-ups twelve times",
    "push-ups × 8-12, then rest": "push-ups eight to twelve times, then rest",
    "3 sets x 12 reps": "three sets times twelve reps",
    "3 x max": "three times max",
    "20 kg x max": "twenty kilograms times max",
    # marks
    "squat & press": "squat and press",
    "squat+press": "squat plus press",
    "5+5": "five plus five",
    "10+ reps": "ten or more reps",
    "+5 kg": "plus five kilograms",
    "3x5 @ 75%": "three times five at seventy-five percent",
    "w/ band": "with band",
    "w/band": "with band",
    "w/o band": "without band",
    "#1": "number one",
    "~30 s": "about thirty seconds",
    "push/pull": "push pull",
    "KB / DB": "kettlebell dumbbell",
    # abbreviations
    "RDL x 8": "Romanian deadlift eight times",
    "80%1RM": "eighty percent one rep max",
    "RPE 8": "R P E eight",
    "EMOM, AMRAP, emom!": "ee mom, am rap, ee mom!",
    "VO2max": "V O two max",
    "1/2 kneeling, L/R": "half kneeling, left and right",
    "min/km": "minutes per kilometer",
    # numbers alone
    "12 push-ups": "twelve push-ups",
    "figure 4": "figure four",
    "007": "zero zero seven",
    "2000000000000001": " ".join(["two", *["zero"] * 14, "one"]),
    "  two\n words ": "two words",
}


@pytest.mark.parametrize(("text", "said"), ENGLISH.items(), ids=ENGLISH)
def test_what_is_short_is_put_into_words(text: str, said: str) -> None:
    assert pronounce(text) == said
    assert unread(said) == ()


STAYS = [
    "T-bar row",
    "A-skip",
    "5-a-side",
    "1-leg bridge",
    "30-second plank",
    "figure-4",
    "3D jump",
    "World's Greatest stretch",
    "5's",
    "m alone, and s",
    "6:30 am",
    "zone Z2, then A1",
    "#fit",
    "1.2.3",
    "1.2.3/5",
    "/",
    "3:1",
    "1m80",
    "1:75",
]


@pytest.mark.parametrize("text", STAYS)
def test_what_is_no_measure_stays(text: str) -> None:
    assert pronounce(text) == text


# Words of one's own


@pytest.mark.parametrize(
    ("text", "say_as", "said"),
    [
        ("RDL, then rdl", {"RDL": "R D L"}, "R D L, then R D L"),
        ("RDLs and a prdl", {"rdl": "R D L"}, "Romanian deadlifts and a prdl"),
        ("SL RDL", {"RDL": "arr", "SL RDL": "one-leg dead-lift"}, "one-leg dead-lift"),
        ("RDL", {"RDL": "KB 30s RDL"}, "KB 30s RDL"),
        ("KB RDL", {"RDL": "KB", "KB": "bell"}, "bell KB"),
        ("12 kg", {"kg": "kilos"}, "twelve kilos"),
        ("C2 and AMRAP", {"C2": r"\1 \g<0>", "amrap": ""}, r"\1 \g<0> and"),
        ("a+b", {"+": "with"}, "a with b"),
        ("(x) x12", {"(X)": "ex"}, "ex twelve times"),
        ("hip   airplane", {"hip airplane": "hip air plane"}, "hip air plane"),
        ("90/90", {"90/90": "nineties"}, "nineties"),
    ],
)
def test_words_of_ones_own_go_first(text: str, say_as: dict[str, str], said: str) -> None:
    assert pronounce(text, "en", tuple(say_as.items())) == said


def test_of_two_pronunciations_the_first_counts() -> None:
    assert pronounce("RDL", "en", (("RDL", "first"), ("rdl", "second"))) == "first"


# Languages

EXAMPLES = {
    "en": {
        "1 min": "one minute",
        "21 s": "twenty-one seconds",
        "2,5 kg": "two point five kilograms",
        "1.500 m": "one point five zero zero meters",
        "4:30/km": "four minutes thirty per kilometer",
        "3x8-12 @ 75 %": "three times eight to twelve at seventy-five percent",
        "1x": "once",
    },
    "de": {
        "1 min": "eine Minute",
        "1 kg": "ein Kilo",
        "21 s": "einundzwanzig Sekunden",
        "2,25 kg": "zwei Komma zwei fünf Kilo",
        "1.500 m": "eintausendfünfhundert Meter",
        "4:30/km": "vier Minuten dreißig pro Kilometer",
        "3x8-12 @ 75 %": "drei mal acht bis zwölf bei fünfundsiebzig Prozent",
        "1x, 12x": "einmal, zwölfmal",
        "100 U/min": "einhundert Umdrehungen pro Minute",
        "90/90-Sitz": "neunzig neunzig-Sitz",
    },
    "es": {
        "1 min": "un minuto",
        "21 s": "veintiún segundos",
        "2,5 kg": "dos coma cinco kilos",
        "1.500 m": "mil quinientos metros",
        "4:30/km": "cuatro minutos treinta por kilómetro",
        "3x8-12 @ 75 %": "tres por ocho a doce a setenta y cinco por ciento",
        "1x": "una vez",
        "201 kcal": "doscientas una kilocalorías",
    },
    "fr": {
        "1 min": "une minute",
        "21 s": "vingt et une secondes",
        "2,25 kg": "deux virgule vingt-cinq kilos",
        "1\u202f500 m": "mille cinq cents mètres",
        "4:30/km": "quatre minutes trente au kilomètre",
        "3x8-12 @ 75 %": "trois fois huit à douze à soixante-quinze pour cent",
        "1x": "une fois",
    },
    "it": {
        "1 h": "un'ora",
        "21 s": "ventuno secondi",
        "2,5 kg": "due virgola cinque chili",
        "1.500 m": "millecinquecento metri",
        "4:30/km": "quattro minuti e trenta al chilometro",
        "3x12 @ 75 %": "tre volte dodici a settantacinque per cento",
        "1x": "una volta",
    },
    "nl": {
        "1 min": "één minuut",
        "21 s": "eenentwintig seconden",
        "2,5 kg": "twee komma vijf kilo",
        "1.500 m": "duizendvijfhonderd meter",
        "4:30/km": "vier minuten dertig per kilometer",
        "3x8-12 @ 75 %": "drie keer acht tot twaalf op vijfenzeventig procent",
        "1u30": "één uur en dertig minuten",
        "1x": "één keer",
    },
    "pt": {
        "2 h": "duas horas",
        "21 s": "vinte e um segundos",
        "2,5 kg": "dois vírgula cinco quilos",
        "1.500 m": "mil e quinhentos metros",
        "4:30/km": "quatro minutos e trinta por quilômetro",
        "3x8-12 @ 75 %": "três por oito a doze a setenta e cinco por cento",
        "1x": "uma vez",
    },
}


@LANGUAGES
def test_each_language_says_numbers_its_own_way(language: str) -> None:
    expected = EXAMPLES[language]
    assert {text: pronounce(text, language) for text in expected} == expected


RAW = [
    "30s plank, 2.5kg, 2,5 kg, 75%, 45°, 400 m",
    "4x400m @ 5:00/km, 10 km/h, 2:00/500m, 1:30, 0:45, 1:30:00, 1h30",
    "3-0-1, 4-0-1-0, 21-15-9, 8-12, 30-45 s, 10+, +5, -5 kg, #1, ~30 s",
    "3x12, 3 × 8-12, 5x, x12. 1/2, ½, 90/90, 40/20",
    "RPE 8, TRX, L/R, w/ band, w/o band",
    "1 s, 1 min, 1 h, 1 kg, 1 km, 1 m, 0 s, 101 m, 1000000 m, 1x",
]


@LANGUAGES
@pytest.mark.parametrize("text", RAW)
def test_nothing_raw_is_left_in_any_language(language: str, text: str) -> None:
    said = pronounce(text, language)
    assert raw(said, language) == []
    assert pronounce(said, language) == said


@LANGUAGES
def test_each_unit_is_said_in_each_of_its_spellings(language: str) -> None:
    for row in data(language)["units"].values():
        for written in row["written"]:
            texts = [f"12 {written}", f"12{written}", f"8-12 {written}.", f"2,5 {written}"]
            texts += [f"5:00/{written}"] if "per" in row else []
            for text in texts:
                assert (text, raw(pronounce(text, language), language)) == (text, [])


@LANGUAGES
def test_a_language_has_what_english_has(language: str) -> None:
    english, own = data("en"), data(language)
    for section in SECTIONS:
        assert (section, own.get(section, {}).keys()) == (section, english[section].keys())
    assert own.get("abbreviations"), "no abbreviations"
    for name, template in english["spoken"].items():
        assert (name, fields(own["spoken"][name])) <= (name, fields(template) | {"fraction"})
    for name, row in own["units"].items():
        assert (name, "per" in row) == (name, "per" in english["units"][name])


def fields(template: object) -> set[str | None]:
    texts = template.values() if isinstance(template, dict) else (template,)
    return {field for text in texts for _, field, _, _ in Formatter().parse(str(text)) if field}


@LANGUAGES
def test_no_spelling_stands_for_two_units(language: str) -> None:
    written = [s for row in data(language)["units"].values() for s in row["written"]]
    assert not any("/" in spelling for spelling in written)
    keys = [s if len(s) == 1 else s.casefold() for s in written]
    assert sorted(keys) == sorted(set(keys))


@LANGUAGES
def test_what_an_abbreviation_stands_for_needs_no_more(language: str) -> None:
    texts = data(language)["abbreviations"]
    texts = {short: said for short, said in texts.items() if pronounce(said, language) != said}
    assert texts == {}
    spoken = map(str, data(language)["abbreviations"].values())
    assert [said for said in spoken if unread(said, language)] == []


@LANGUAGES
def test_each_abbreviation_is_said(language: str) -> None:
    own = data(language)["abbreviations"]
    assert {short: pronounce(f"“{short}”", language) for short in own} == {
        short: f"“{said}”" for short, said in own.items()
    }


@LANGUAGES
def test_forms_are_those_of_the_languages_plurals(language: str) -> None:
    phrases, _ = phrases_for(language)
    numbers = [*range(0, 130), *(Decimal(n) / 4 for n in range(40))]
    for row in data(language)["units"].values():
        forms = {key: row[key] for key in row if key not in ("written", "per")}
        assert forms.keys() <= {"zero", "one", "two", "few", "many", "other"}
        for number in numbers:
            assert "{" not in phrases.counted(forms, number, "some")


def test_an_unknown_language_is_spoken_in_english() -> None:
    assert pronounce("12 kg", "sv") == "twelve kilograms"
    assert pronounce("12 kg", "en-GB") == "twelve kilograms"


# What ships


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
@pytest.mark.parametrize("effort", ["low", "high"])
def test_all_that_a_shipped_workout_says_is_in_words(path: Path, effort: str) -> None:
    text = re.sub(r"^effort:.*\n", "", path.read_text("utf-8"), flags=re.MULTILINE)
    made = timeline(f"effort: {effort}\n{text}")
    phrases = {event.sound.text for event in made.events if isinstance(event.sound, Speech)}
    said = {pronounce(phrase, made.language) for phrase in phrases}
    assert said
    assert [text for text in said if raw(text, made.language)] == []


def catalogue() -> Iterator[tuple[str, str]]:
    """Each text of the exercise catalogue and of its translations, with its language."""
    files = [("en", DATA / "exercises.yaml")]
    files += [(path.stem, path) for path in sorted((DATA / "exercises").glob("*.yaml"))]
    for language, path in files:
        for name, entry in yaml.load(path.read_bytes(), LOADER).items():
            if not isinstance(entry, dict):
                continue
            yield language, entry.get("name", name)
            for key in ("aliases", "tips"):
                yield from ((language, text) for text in entry.get(key, ()))
            yield language, entry.get("position") or ""


def test_all_that_is_said_of_an_exercise_is_in_words() -> None:
    found = [(language, text, pronounce(text, language)) for language, text in catalogue()]
    assert len(found) > 2_000
    assert [texts for texts in found if unread(texts[2], texts[0])] == []
    assert [texts for texts in found if re.search(r"(?<!-)\b[0-9]", texts[2])] == []


# What is left


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("12 push-ups", ()),
        ("R P E eight, X", ()),
        ("GO! REST. Hold the PLANK", ()),
        ("3D, Z2, 1st, 6:30 am, 10:15 PM. OK?", ()),
        ("YOU'VE GOT THIS", ()),
        ("30s", ("30s",)),
        ("a 3-0-1, 5:00 and 1.2.3.", ("3-0-1", "5:00", "1.2.3")),
        ("XYZ3 or ZBX, (ZBX)", ("XYZ3", "ZBX")),
        ("75%, R&D and/or #fit", ("75%", "R&D", "and/or", "#fit")),
        ("½ or 5×", ("½", "5×")),
        ("ÉMX-row", ("ÉMX",)),
    ],
)
def test_what_is_left(text: str, left: tuple[str, ...]) -> None:
    assert unread(text) == left


# Properties

PIECES = st.sampled_from(
    [
        *"0123456789xX×/-–.,:+%°&@#~ m'()½",
        " ",
        "a",
        "kg",
        "km",
        "min",
        "h",
        "s",
        "RDL",
        "w/",
        "e.g.",
        "am",
    ]
)
TEXTS = st.text() | st.lists(PIECES, max_size=14).map("".join)


@given(TEXTS, st.sampled_from(languages()))
@example("1.1.1/b", "en")
@example("5-½x", "en")
@example("X0/", "de")
@example("0/+", "de")
@example("0W.0", "de")
@example("X/0A", "de")
@example("0×0A", "de")
@example("+/-x / /", "fr")
@example("°", "es")
@example("1 mİn, 1 ſ, 2 ſec, 3 K", "en")
@example("\ue000", "en")
def test_any_text_is_put_into_words_once(text: str, language: str) -> None:
    said = pronounce(text, language)
    assert pronounce(said, language) == said
    assert said == " ".join(said.split())
    unread(said, language)


@given(
    st.sampled_from(languages()),
    st.decimals(min_value=0, max_value=10**12, places=2) | st.integers(0, 10**20),
    st.sampled_from(["", " "]),
    st.data(),
)
def test_no_number_with_a_unit_is_left(
    language: str, number: Decimal | int, space: str, draw: st.DataObject
) -> None:
    units = [s for row in data(language)["units"].values() for s in row["written"]]
    text = f"go {number}{space}{draw.draw(st.sampled_from(units))}, now"
    assert raw(pronounce(text, language), language) == []


@given(TEXTS, st.dictionaries(st.text(min_size=1).filter(str.strip), st.text(), max_size=3))
def test_any_words_of_ones_own_will_do(text: str, say_as: dict[str, str]) -> None:
    pronounce(text, "en", tuple(say_as.items()))


@pytest.mark.parametrize(
    "piece", ["1-", "1 x ", "1x", "1/", "9", "1.2", "A/", "1h30", "½ ", "%", "(1", "'a", "A1"]
)
def test_a_long_text_takes_no_longer_than_its_length(piece: str) -> None:
    text = piece * 20_000  # what takes the square of this never ends
    said = pronounce(text)
    assert pronounce(said) == said
    unread(said)
    unread(text)


# A lexicon


LEXICON = """\
RDL: Romanian deadlift
de:
  RDL: rumänisches Kreuzheben
  3RM: Dreier-Maximum
pt-BR: {RDL: stiff}
"""


@pytest.mark.parametrize(
    ("language", "pairs"),
    [
        ("en", (("RDL", "Romanian deadlift"),)),
        (
            "de-AT",
            (
                ("RDL", "rumänisches Kreuzheben"),
                ("3RM", "Dreier-Maximum"),
                ("RDL", "Romanian deadlift"),
            ),
        ),
        ("pt", (("RDL", "stiff"), ("RDL", "Romanian deadlift"))),
    ],
)
def test_a_lexicon_has_words_for_all_languages_and_for_one(
    language: str, pairs: tuple[tuple[str, str], ...]
) -> None:
    assert parse_lexicon(LEXICON, language) == (pairs, ())


@pytest.mark.parametrize(
    ("text", "mistakes"),
    [
        ("- RDL\n", ["1:1: expected a mapping of spellings to pronunciations, found a list"]),
        ("RDL:\n", ["1:5: expected text, found nothing"]),
        (
            "RDL: [a]\nlow row: {a: b}\nde: {c: [d]}\n",
            [
                "1:6: expected text, found a list",
                "2:1: expected a language such as `en` or `pt-BR`, found `low row`",
                "3:9: expected text, found a list",
            ],
        ),
        ("RDL: a\nRDL: b\n", ["2:1: repeated key `RDL`"]),
    ],
)
def test_mistakes_in_a_lexicon(text: str, mistakes: list[str]) -> None:
    pairs, problems = parse_lexicon(text, "en")
    found = [f"{p.span.line}:{p.span.column}: {p.message}" for p in problems]
    assert (pairs, found) == ((), mistakes)


WORKOUT = """\
title: T
say_as: {RDL: the file's}
workout: [8 RDL, 8 OHP, 8 TGU]
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "w.yaml").write_text(WORKOUT)
    (tmp_path / "config").mkdir()
    monkeypatch.setenv("AUDIOWORKOUT_CONFIG", str(tmp_path / "config"))
    return tmp_path


def test_the_file_goes_before_its_folder_and_that_before_the_user(folder: Path) -> None:
    (folder / "lexicon.yaml").write_text("RDL: the folder's\nohp: the folder's\n")
    (folder / "config/lexicon.yaml").write_text("en: {RDL: mine, OHP: mine, TGU: mine}\n")
    chosen, problems = compiling.check(inputs.read(folder / "w.yaml"), compiling.Options())
    assert problems == ()
    assert chosen is not None
    said = [pronounce(text, "en", chosen.workout.say_as) for text in ("RDL", "OHP", "TGU")]
    assert said == ["the file's", "the folder's", "mine"]


def test_mistakes_in_a_lexicon_name_its_file(folder: Path) -> None:
    (folder / "config/lexicon.yaml").write_text("RDL: [a]\n")
    with pytest.raises(WorkoutError) as caught:
        compiling.check(inputs.read(folder / "w.yaml"), compiling.Options())
    assert caught.value.name == str(folder / "config/lexicon.yaml")
    assert [problem.message for problem in caught.value.diagnostics] == [
        "expected text, found a list"
    ]


def test_the_voice_is_given_words_of_the_workouts_language(tmp_path: Path) -> None:
    voice = FakeVoice()
    speaker, say_as = VoiceChain((voice,), Cache(tmp_path)), (("RDL", "R D L"),)
    sounds = SessionSounds(speaker, Tones("classic"), language="es", say_as=say_as)
    sounds.length_of(Speech("RDL, 12 kg"))
    assert voice.spoken == ["R D L, doce kilos"]
