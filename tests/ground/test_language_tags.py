"""The parts of a language tag."""

import pytest

from audioworkout.ground.language_tags import primary, region


@pytest.mark.parametrize(
    ("tag", "parts"),
    [
        ("en", ("en", "")),
        ("pt-BR", ("pt", "BR")),
        ("DE-at", ("de", "AT")),
        ("zh-Hant-TW", ("zh", "TW")),
        ("es-419", ("es", "")),
        ("", ("", "")),
    ],
)
def test_a_tag_has_a_language_and_maybe_a_country(tag: str, parts: tuple[str, str]) -> None:
    assert (primary(tag), region(tag)) == parts
