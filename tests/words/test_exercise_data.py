"""The exercise catalogue keeps its own rules: read as plain YAML, without the program."""

import re
from typing import Any

import pytest
import yaml

from checkout import ROOT

CATALOGUE = ROOT / "src/audioworkout/words/data/exercises.yaml"

KINDS = {
    "strength",
    "plyometric",
    "core",
    "mobility",
    "stretch",
    "drill",
    "run",
    "cardio",
    "balance",
}
LIMBS = {"leg", "arm", "side"}
EQUIPMENT = {
    "ankle holder",
    "back extension bench",
    "band",
    "barbell",
    "bench",
    "box",
    "cable machine",
    "chair",
    "door anchor",
    "dumbbell",
    "foam roller",
    "hip machine",
    "jump rope",
    "kettlebell",
    "leg curl machine",
    "leg extension machine",
    "leg press machine",
    "medicine ball",
    "mini band",
    "pull-up bar",
    "stability ball",
    "step",
    "towel",
    "wall",
}
MUSCLES = {
    "abdominals",
    "abductors",
    "adductors",
    "biceps",
    "calves",
    "chest",
    "feet",
    "forearms",
    "full body",
    "glutes",
    "hamstrings",
    "hip flexors",
    "lower back",
    "obliques",
    "quadriceps",
    "shins",
    "shoulders",
    "triceps",
    "upper back",
}
REQUIRED = ["aliases", "kind", "sided", "equipment", "muscles", "position", "tips"]
ORDER = [
    "aliases",
    "kind",
    "sided",
    "limb",
    "seconds_per_rep",
    "equipment",
    "muscles",
    "position",
    "tips",
]
TIP_LENGTHS = [(50, 88), (26, 52), (8, 25)]  # characters, longest tip first
SPOKEN = re.compile(r"[A-Z][A-Za-z ,;:-]+\.")  # a sentence that any voice reads as written
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 '/-]*")
PROPER = {
    "Bulgarian",
    "Copenhagen",
    "Cossack",
    "Frankenstein",
    "Nordic",
    "Pallof",
    "Romanian",
    "Russian",
    "Spiderman",
    "Turkish",
    *"ABTVWY",  # letters that name a shape
}

# What runners' programmes ask for, and the canonical name that it must lead to.
PROGRAMMES = {
    # home strength
    "elephant walks": "elephant walk",
    "air squats": "squat",
    "glute bridge": "glute bridge",
    "Nordic curls": "Nordic curl",
    "leg extension": "leg extension",
    "hip abduction": "hip abduction",
    "hip flexion": "hip flexion",
    "hip extension": "hip extension",
    "hip adduction": "hip adduction",
    # intervals and lower body
    "squats": "squat",
    "single-leg balance": "single-leg balance",
    "single-leg balance into a lunge": "single-leg balance into lunge",
    "single-leg balance into lunge": "single-leg balance into lunge",
    "jumping lunges": "jumping lunge",
    "lunges": "lunge",
    # core
    "reverse plank": "reverse plank",
    "single-arm plank": "single-arm plank",
    "full plank": "full plank",
    "side plank": "side plank",
    # full body
    "kettlebell swings": "kettlebell swing",
    "push-ups": "push-up",
    # weight room
    "walking lunges": "walking lunge",
    "seated rows": "seated row",
    "box step-ups": "box step-up",
    "back extensions": "back extension",
    "pull-ups": "pull-up",
    "leg press": "leg press",
    "military press": "military press",
    "single-leg Romanian deadlifts": "single-leg Romanian deadlift",
    # pools to choose from
    "superman crisscross": "superman crisscross",
    "rows": "row",
    "face pulls": "face pull",
    "hello dolly": "hello dolly",
    "side-lying hip abduction": "side-lying hip abduction",
    "prone scissors": "prone scissors",
    "cable rotations": "cable rotation",
    "med-ball chops": "med-ball chop",
    "bicycle": "bicycle",
    "windmills": "windmill",
    "balance twist": "balance twist",
    # bridges, balance, squats
    "floor bridge": "glute bridge",
    "stability-ball bridge": "stability-ball bridge",
    "asymmetrical kettlebell carry": "asymmetrical kettlebell carry",
    "single-leg balance reach": "single-leg balance reach",
    "three-way lunge": "three-way lunge",
    "lunges in three directions": "three-way lunge",
    "mini-band side steps": "mini-band side step",
    "dumbbell squats": "dumbbell squat",
    "squat to row": "squat to row",
    "ball hamstring curl": "ball hamstring curl",
    "single-leg squats": "single-leg squat",
    # running
    "easy walk": "easy walk",
    "easy run": "easy run",
    "hill run": "hill run",
    "uphill": "uphill run",
    "downhill": "downhill run",
}

SIDES = {
    "single-leg balance": "leg",
    "single-leg balance into lunge": "leg",
    "single-leg Romanian deadlift": "leg",
    "leg extension": "leg",
    "hip abduction": "leg",
    "hip flexion": "leg",
    "side plank": "side",
    "single-arm plank": "arm",
    "asymmetrical kettlebell carry": "arm",
    "squat": None,
    "lunge": None,
    "jumping lunge": None,
    "mountain climber": None,
    "dead bug": None,
}


class _OnceOnly(yaml.SafeLoader):
    """PyYAML keeps the last of two equal keys; here the second is an error."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value]
        repeated = {key for key in keys if keys.count(key) > 1}
        if repeated:
            raise yaml.constructor.ConstructorError(None, None, f"repeated: {repeated}")
        return super().construct_mapping(node, deep)


Entries = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def entries() -> Entries:
    loaded: Entries = yaml.load(CATALOGUE.read_text(encoding="utf-8"), Loader=_OnceOnly)
    del loaded["silent"], loaded["elided"]
    return loaded


def _key(name: str) -> str:
    """The name without what matching ignores: case, hyphens, spaces, plurals."""
    words = re.split(r"[^a-z0-9]+", name.lower().replace("'", ""))
    return "".join(re.sub(r"(?<!s)s$", "", word) for word in words)


def _lookup(entries: Entries) -> dict[str, str]:
    return {
        _key(spelling): name for name, e in entries.items() for spelling in (name, *e["aliases"])
    }


def test_the_catalogue_is_large(entries: Entries) -> None:
    assert len(entries) >= 270


def test_each_entry_has_the_keys_of_the_schema_in_order(entries: Entries) -> None:
    wrong = {
        name: list(e)
        for name, e in entries.items()
        if list(e) != [key for key in ORDER if key in e]
        or not set(REQUIRED) <= set(e)
        or e["sided"] is not ("limb" in e)
    }
    assert wrong == {}


def test_values_come_from_the_vocabularies(entries: Entries) -> None:
    for name, e in entries.items():
        assert e["kind"] in KINDS, name
        assert e.get("limb", "leg") in LIMBS, name
        assert set(e["equipment"]) <= EQUIPMENT, name
        assert e["muscles"], name
        assert set(e["muscles"]) <= MUSCLES, name
        assert len(set(e["muscles"])) == len(e["muscles"]), name


def test_every_word_of_the_vocabularies_is_used(entries: Entries) -> None:
    assert {e["kind"] for e in entries.values()} == KINDS
    assert {e["limb"] for e in entries.values() if e["sided"]} == LIMBS
    assert {item for e in entries.values() for item in e["equipment"]} == EQUIPMENT
    assert {muscle for e in entries.values() for muscle in e["muscles"]} == MUSCLES


def test_a_rep_lasts_a_plausible_time(entries: Entries) -> None:
    for name, e in entries.items():
        seconds = e.get("seconds_per_rep", 3)
        assert type(seconds) in (int, float), name
        assert 0.3 <= seconds <= 25, name


def test_holds_stretches_and_runs_are_not_counted(entries: Entries) -> None:
    counted = {
        name
        for name, e in entries.items()
        if "seconds_per_rep" in e and (e["kind"] in {"stretch", "run"} or name.endswith("hold"))
    }
    assert counted == set()


def test_names_can_be_shown_and_aliases_are_lower_case(entries: Entries) -> None:
    for name, e in entries.items():
        assert NAME.fullmatch(name), name
        for alias in e["aliases"]:
            assert NAME.fullmatch(alias), (name, alias)
            assert alias == alias.lower(), (name, alias)


def test_only_proper_names_are_capitalised(entries: Entries) -> None:
    words = {word for name in entries for word in re.split(r"[^A-Za-z0-9]+", name)}
    assert {word for word in words if word != word.lower()} == PROPER


def test_no_spelling_leads_to_two_exercises(entries: Entries) -> None:
    owners: dict[str, set[str]] = {}
    for name, e in entries.items():
        for spelling in (name, *e["aliases"]):
            owners.setdefault(_key(spelling), set()).add(name)
    assert {key: names for key, names in owners.items() if len(names) > 1} == {}


def test_no_spelling_is_listed_twice(entries: Entries) -> None:
    spellings = [s.lower() for name, e in entries.items() for s in (name, *e["aliases"])]
    assert sorted(spellings) == sorted(set(spellings))


def test_positions_are_one_short_spoken_sentence(entries: Entries) -> None:
    wrong = {
        name: e["position"]
        for name, e in entries.items()
        if not SPOKEN.fullmatch(e["position"]) or not 20 <= len(e["position"]) <= 80
    }
    assert wrong == {}


def test_tips_come_in_three_lengths_longest_first(entries: Entries) -> None:
    wrong = {
        name: [len(tip) for tip in e["tips"]]
        for name, e in entries.items()
        if len(e["tips"]) != 3
        or any(
            not low <= len(tip) <= high
            for tip, (low, high) in zip(e["tips"], TIP_LENGTHS, strict=True)
        )
        or not len(e["tips"][0]) > len(e["tips"][1]) > len(e["tips"][2])
    }
    assert wrong == {}


def test_tips_are_plain_spoken_sentences(entries: Entries) -> None:
    wrong = [tip for e in entries.values() for tip in e["tips"] if not SPOKEN.fullmatch(tip)]
    assert wrong == []


def test_no_tip_is_used_twice(entries: Entries) -> None:
    tips = [re.sub(r"\W", "", tip.lower()) for e in entries.values() for tip in e["tips"]]
    assert sorted(tips) == sorted(set(tips))


@pytest.mark.parametrize(("written", "name"), PROGRAMMES.items())
def test_the_programmes_exercises_are_known(entries: Entries, written: str, name: str) -> None:
    assert _lookup(entries).get(_key(written)) == name


@pytest.mark.parametrize(("name", "limb"), SIDES.items())
def test_sides_are_those_that_are_trained_in_turn(
    entries: Entries, name: str, limb: str | None
) -> None:
    assert entries[name].get("limb") == limb


def test_the_home_plan_needs_what_it_says_and_no_machine(entries: Entries) -> None:
    home = "Nordic curl, leg extension, hip abduction, hip flexion, hip extension, hip adduction"
    needed = {item for name in home.split(", ") for item in entries[name]["equipment"]}
    assert needed == {"band", "door anchor", "dumbbell", "ankle holder"}


def test_themes_are_in_alphabetical_order() -> None:
    themes: list[list[str]] = []
    for line in CATALOGUE.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            themes.append([])
        elif line and not line.startswith((" ", "#")):
            themes[-1].append(line.rstrip(":").lower())
    assert [names for names in themes if names != sorted(names)] == []
