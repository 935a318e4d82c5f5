"""Every language has what English has: phrases, equipment, exercises; and it can be spoken."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Any

import pytest
import yaml
from babel import Locale

from audioworkout.words.catalogue import key
from audioworkout.words.phrases import fields_of, languages, phrases_for
from checkout import ROOT

DATA = ROOT / "src/audioworkout/words/data"
OTHERS = [language for language in languages() if language != "en"]
TRANSLATED = sorted(path.stem for path in (DATA / "exercises").glob("*.yaml"))
NUMBERS = range(1, 1000)

OWN = {"equipment", "numbers", "numerals", "feminine", "capitals"}  # no need of them in English
OWN |= {"nouns", "regions", "unagreeing"}
FREE = {"abbreviations", "letters", "ordinals", *OWN}  # whose keys are the language's own

SPOKEN = re.compile(r"[^\W\d_](?:[^\W\d_]|[ ,;:.!?'’¡¿«»–-])*[.!?]")  # letters and how they join
LEGIBLE = re.compile(r"[^\W_](?:[^\W_]|[ '’/-])*")  # a name; it may hold a figure, as `3D`
LETTERS = {  # that a text in the language has, unless it was written without them
    "de": "äöüß",
    "es": "áéíóúñ",
    "fr": "àâçèéê",
    "it": "àèéìòù",
    "nl": "éë",
    "pt": "ãáâçéêíóõú",
}

SAMPLES = {
    "title": "Title",
    "total": "twenty minutes",
    "rounds": "five rounds",
    "exercises": "three exercises",
    "equipment": "band and bench",
    "exercise": "twelve squats",
    "side": "left leg",
    "details": "twelve kilograms",
    "position": "Stand tall.",
    "section": "Section",
    "duration": "one minute",
    "round": "two",
    "set": "two",
    "sets": "three",
    "number": "three",
}

Entry = dict[str, Any]


class _OnceOnly(yaml.CSafeLoader):
    """PyYAML keeps the last of two equal keys; here the second is an error."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        counted = Counter(key.value for key, _ in node.value)
        assert counted.total() == len(counted), f"repeated: {counted.most_common(1)}"
        return super().construct_mapping(node, deep)


@cache
def read(path: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.load((DATA / path).read_text("utf-8"), Loader=_OnceOnly)
    return found


def phrases(language: str) -> dict[str, Any]:
    return read(f"phrases/{language}.yaml")


ENGLISH = phrases("en")


def exercises(language: str) -> dict[str, Entry]:
    """The entries of a language's exercises, without its small words."""
    found = read("exercises.yaml" if language == "en" else f"exercises/{language}.yaml")
    return {name: entry for name, entry in found.items() if isinstance(entry, dict)}


CATALOGUE = exercises("en")
EQUIPMENT = {item for entry in CATALOGUE.values() for item in entry["equipment"]}

every_language = pytest.mark.parametrize("language", languages())
every_other = pytest.mark.parametrize("language", OTHERS)
every_translation = pytest.mark.parametrize("language", TRANSLATED)


def is_plural(value: object) -> bool:
    return isinstance(value, dict) and "other" in value


def keys(value: object, path: str = "") -> Iterator[str]:
    """The paths to the texts of a section; the forms of a plural count as one text."""
    if isinstance(value, dict) and not is_plural(value):
        for name, inside in value.items():
            yield from keys(inside, f"{path}.{name}")
    else:
        yield path


def texts(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for inside in value.values():
            yield from texts(inside)
    elif isinstance(value, list):
        for inside in value:
            yield from texts(inside)
    else:
        assert isinstance(value, str), value
        yield value


def plurals(value: object, path: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    if isinstance(value, dict):
        if is_plural(value):
            yield path, value
        for name, inside in value.items():
            yield from plurals(inside, f"{path}.{name}")


# Phrases


def test_every_language_has_phrases_and_exercises() -> None:
    assert OTHERS == TRANSLATED


@every_other
def test_sections_are_those_of_english(language: str) -> None:
    data = phrases(language)
    assert data["language"] == language
    assert re.fullmatch(r"[a-z]{3}", data["iso_639_2"])
    assert set(data) - OWN == set(ENGLISH)


@every_other
@pytest.mark.parametrize("section", sorted(set(ENGLISH) - FREE))
def test_keys_are_those_of_english(language: str, section: str) -> None:
    assert set(keys(phrases(language)[section])) == set(keys(ENGLISH[section]))


@every_language
def test_there_is_a_form_for_every_number(language: str) -> None:
    rule = Locale.parse(language).plural_form
    needed = {rule(number) for number in NUMBERS}
    known = rule.tags | {"other"}
    for path, forms in plurals(phrases(language)):
        categories = set(forms) - {"written", "per"}
        assert categories <= known, path
        if path.startswith((".counts", ".labels")):  # of `percent` one form is enough
            assert needed <= categories, path


@every_language
def test_no_text_is_empty(language: str) -> None:
    data = {name: value for name, value in phrases(language).items() if name != "numbers"}
    assert [text for text in texts(data) if text.strip() != text or not text] == [
        text for text in (data["list"]["comma"], data["spoken"]["tempo"]) if text.strip() != text
    ]


@every_language
@pytest.mark.parametrize("section", ["counts", "durations", "words", "list", "units"])
def test_templates_have_the_fields_of_english(language: str, section: str) -> None:
    def fields(value: object) -> Iterator[tuple[str, frozenset[str]]]:
        for path, forms in plurals(value):
            yield path, fields_of(forms["other"])
        if isinstance(value, dict):
            yield from (
                (name, fields_of(text)) for name, text in value.items() if type(text) is str
            )

    assert dict(fields(phrases(language)[section])) == dict(fields(ENGLISH[section]))


@every_other
@pytest.mark.parametrize("cue", ENGLISH["cues"])
def test_wordings_use_what_english_ones_use(language: str, cue: str) -> None:
    """For each combination of fields in English there is a wording, and for no other."""
    english = [fields_of(wording) for wording in ENGLISH["cues"][cue]]
    wordings = [fields_of(wording) for wording in phrases(language)["cues"][cue]]
    assert set(wordings) == set(english)
    assert wordings[-1] <= english[-1]


@every_language
@pytest.mark.parametrize("cue", ENGLISH["cues"])
def test_wordings_are_longest_first(language: str, cue: str) -> None:
    """Of two that say the same, or one of them less, the longer one stands first."""
    wordings = phrases(language)["cues"][cue]
    for index, long in enumerate(wordings):
        for short in wordings[index + 1 :]:
            if fields_of(short) <= fields_of(long):
                assert len(short) < len(long), (long, short)


@every_language
@pytest.mark.parametrize("cue", ENGLISH["cues"])
def test_a_cue_is_a_sentence(language: str, cue: str) -> None:
    said, known = phrases_for(language)
    assert known
    for wording in said.wordings(cue, **SAMPLES):
        assert SPOKEN.fullmatch(wording), wording
        assert "  " not in wording, wording
        assert wording[0].isupper() or wording[0] in "¡¿", wording


@every_language
def test_what_a_coach_adds_is_sentences(language: str) -> None:
    data = phrases(language)
    for kind in ("praise", "encouragement"):
        assert len(data[kind]) >= len(ENGLISH[kind])
        assert len(set(data[kind])) == len(data[kind])
        for line in data[kind]:
            assert SPOKEN.fullmatch(line), line


@every_language
def test_numbers_and_durations_are_words(language: str) -> None:
    said, _ = phrases_for(language)
    for number in (*range(1, 101), 115, 250, 1000):
        assert not re.search(r"\d", said.number(number))
    for length in (1_000, 2_000, 60_000, 61_000, 90_000, 120_000, 3_600_000, 3_660_000, 7_500_000):
        assert re.fullmatch(r"[^\W\d_](?:[^\W\d_]|[ ,'’-])*", said.duration(length)), length
    for noun in ENGLISH["counts"]:
        assert said.count(noun, 1) != said.count(noun, 2)


@every_other
def test_feminine_words_are_in_small_letters_and_in_order(language: str) -> None:
    words = phrases(language).get("feminine", [])
    assert words == sorted({word.casefold() for word in words})


@every_other
def test_equipment_is_named(language: str) -> None:
    named = phrases(language)["equipment"]
    assert set(named) == EQUIPMENT
    for name in named.values():
        assert LEGIBLE.fullmatch(name), name


@every_other
def test_texts_have_the_letters_of_their_language(language: str) -> None:
    """A German text without umlauts was typed for a machine that had none."""
    text = (DATA / f"phrases/{language}.yaml").read_text("utf-8").lower()
    tips = (DATA / f"exercises/{language}.yaml").read_text("utf-8").lower()
    assert [letter for letter in LETTERS[language] if letter not in text + tips] == []


# Exercises


def translation(language: str) -> dict[str, Entry]:
    return exercises(language)


@every_language
def test_the_small_words_are_words_of_the_language(language: str) -> None:
    data = read("exercises.yaml" if language == "en" else f"exercises/{language}.yaml")
    assert list(data)[:2] == ["silent", "elided"]
    assert all(isinstance(entry, dict) for entry in list(data.values())[2:])
    assert data["silent"] == sorted(set(data["silent"]))
    assert set(data["elided"]) <= set(data["silent"])
    for word in data["silent"]:
        assert key(f"{word} squat", language) == key("squat", language)
    for word in data["elided"]:
        assert key(f"{word}'escalier", language) == key("escalier", language)


@every_language
def test_a_language_is_a_file_of_each_kind_and_has_a_voice_of_its_own(language: str) -> None:
    where = [path.parent.name for path in DATA.rglob(f"{language}.yaml")]
    kinds = ["exercises", "notation", "pages", "phrases", "tables"]
    assert sorted(where) == kinds[language == "en" :]
    voice = phrases(language)["piper_voice"]
    assert voice == "joe" if language == "en" else voice.startswith(f"{language}_")
    assert set(read(f"pages/{language}.yaml")) == set(read("pages/en.yaml"))


@every_language
def test_notation_has_the_same_kinds_of_words_in_small_letters(language: str) -> None:
    own, english = read(f"notation/{language}.yaml"), read("notation/en.yaml")
    assert set(own) | {"twice", "scheme"} == set(english)
    assert set(own["limb"].values()) == set(english["limb"].values())
    every = [word for words in own.values() for word in words]
    assert every == [word.lower() for word in every]


@every_translation
def test_exercises_are_those_of_english_in_order(language: str) -> None:
    assert list(translation(language)) == list(CATALOGUE)


@every_translation
def test_an_exercise_has_what_the_english_one_has(language: str) -> None:
    for name, entry in translation(language).items():
        english = CATALOGUE[name]
        wanted = ["name", "aliases", *(field for field in ("position", "tips") if field in english)]
        assert list(entry) == wanted, name
        assert len(entry["tips"]) == len(english["tips"]), name


@every_translation
def test_names_are_unique(language: str) -> None:
    spellings = [
        (key(spelling, language), name)
        for name, entry in translation(language).items()
        for spelling in (entry["name"], *entry["aliases"])
    ]
    counted = Counter(spelling for spelling, _ in spellings)
    assert [found for found in spellings if counted[found[0]] > 1 or not found[0]] == []


@every_translation
def test_no_name_is_the_english_one_of_another_exercise(language: str) -> None:
    english = {key(name): name for name in CATALOGUE}
    in_language = {key(name, language): name for name in CATALOGUE}
    assert [
        (name, spelling)
        for name, entry in translation(language).items()
        for spelling in (entry["name"], *entry["aliases"])
        if english.get(key(spelling), name) != name
        or in_language.get(key(spelling, language), name) != name
    ] == []


@every_translation
def test_names_can_be_written_in_a_plan(language: str) -> None:
    """Letters, hyphens and apostrophes only: a comma or a bracket would end the name."""
    for entry in translation(language).values():
        for spelling in (entry["name"], *entry["aliases"]):
            assert LEGIBLE.fullmatch(spelling), spelling


@every_translation
def test_tips_and_positions_are_sentences(language: str) -> None:
    for entry in translation(language).values():
        for sentence in (entry["position"], *entry["tips"]):
            assert SPOKEN.fullmatch(sentence), sentence
            assert sentence[0].isupper() or sentence[0] in "¡¿", sentence


@every_translation
def test_tips_are_longest_first(language: str) -> None:
    for name, entry in translation(language).items():
        for long, short in pairwise(entry["tips"]):
            assert len(short) < len(long), (name, short)
