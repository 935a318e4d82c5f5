"""The table of formats is all that a podcast goes by: what is served, and what a show may have."""

from audioworkout.podcast.server.media_types import access, media_type
from audioworkout.podcast.shows.document import parse, show_schema
from audioworkout.sound.formats import ALTERNATES, FORMATS

SHOW = """\
title: Legs
description: At seven.
author: Coach
email: coach@example.org
link: https://example.org/legs/
episodes: [core]
also: [{}]
"""


def test_each_format_is_served_as_what_it_is_and_open_to_players_on_other_sites() -> None:
    for name, form in FORMATS.items():
        assert media_type(f"core.{name}") == form.media_type
        assert access(f"core.{name}")["access-control-allow-origin"] == "*"


def test_a_show_takes_the_formats_beside_the_mp3_and_no_others() -> None:
    for name, form in FORMATS.items():
        show, _ = parse(SHOW.format(name), lambda spec: ())
        assert (show is not None) is form.is_alternate
    show, _ = parse(SHOW.format(", ".join(ALTERNATES)), lambda spec: ())
    assert show is not None
    assert show.also == ALTERNATES


def test_an_editor_completes_them() -> None:
    assert {"enum": list(ALTERNATES)} in show_schema()["properties"]["also"]["anyOf"][0]["anyOf"]
