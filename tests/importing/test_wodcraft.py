"""WODCraft files: loads, tempos, forms on lines of their own, and what is told of them."""

import pytest

from audioworkout.importing import ImportRefusedError, convert


def steps_of(text: str) -> list[str]:
    made = convert(text, form="wodcraft")
    return [line.strip(" -") for line in made.text.splitlines() if line.lstrip().startswith("- ")]


@pytest.mark.parametrize(
    ("movement", "step"),
    [
        ("21 kettlebell_swings @1.5pood", "21 kettlebell swings, weight 1.5 pood"),
        ("21 kettlebell_swings @1.5/1pood;", "21 kettlebell swings, weight 1.5/1 pood"),
        ("21 kettlebell_swings @2pood/1.5pood", "21 kettlebell swings, weight 2/1.5 pood"),
        ("12 thrusters @43/30kg", "12 thrusters, weight 43/30 kg"),
        ("9 Deadlifts @ 225 lbs", "9 Deadlifts, weight 225 lb"),
        ('2x10 Hip_Hinge tempo "31X1"', "2 x 10 Hip Hinge (tempo 31X1)"),
        ("MaxRep Pull_ups", "Pull ups (as many reps as you can)"),
    ],
)
def test_a_movement(movement: str, step: str) -> None:
    assert steps_of(f"BLOCK AMRAP 12:00 {{\n{movement}\n5 burpees\n}}")[1] == step


@pytest.mark.parametrize(
    ("movement", "step"),
    [
        ("20 kettlebell swings @ 1.5 pood", "20 kettlebell swings, weight 1.5 pood"),
        ("20 kettlebell swings @1.5/1pood", "20 kettlebell swings, weight 1.5/1 pood"),
        ("12 thrusters @43/30kg", "12 thrusters, weight 43/30 kg"),
    ],
)
def test_a_movement_on_the_whiteboard(movement: str, step: str) -> None:
    assert steps_of(f"# Board\nAMRAP 12\n  {movement}\n  5 burpees")[1] == step


def test_the_form_and_its_length_on_lines_of_their_own() -> None:
    text = 'WOD "Engine"\nMODE: AMRAP\nDURATION: 16m\nBLOCK:\n  - 10 push-ups\n'
    assert steps_of(text) == ["amrap 16 min:", "10 push-ups"]


def test_blocks_with_names_and_rounds() -> None:
    mobility = 'block "Mobility" repeat 2 {\n10 Air_Squats\n}'
    text = f'module warm.up v1 {{\n{mobility}\nblock "Core" {{\n30s Plank\n}}\n}}'
    assert steps_of(text) == ["Mobility, 2 rounds:", "10 Air Squats", "Core:", "30s Plank"]


def test_a_list_longer_than_its_slot_is_told() -> None:
    made = convert("wod EMOM 10 {\n30 kb_swings @2pood;\n30 burpees;\n}", form="wodcraft")
    told = [(remark.kind, remark.reason) for remark in made.remarks]
    assert ("cannot be rendered", "the list takes 3:15, longer than its slot of 1:00") in told


def test_a_programme_of_weeks_is_refused() -> None:
    with pytest.raises(ImportRefusedError, match="a programme of weeks is not read"):
        convert("programming {\n  microcycles: [ { day: 1 } ]\n}", name="plan.wod")


def test_a_run_of_one_metre_could_be_a_mile() -> None:
    made = convert("wod ForTime {\n1m Run\n100 Pull_ups\n}", form="wodcraft")
    assert "so few metres could be miles" in [remark.reason for remark in made.remarks]
