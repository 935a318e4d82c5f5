"""A JSON Schema of show files, from the tables that read them."""

from typing import Any

from audioworkout.language.schema.keys import Key, properties
from audioworkout.language.schema.shapes import SHAPES, Schema, either, one_or_many, ref, text, word
from audioworkout.podcast.shows.values import (
    LANGUAGE,
    LONGEST_SLUG,
    MOST_BYTES,
    MOST_NUMBER,
    MOST_WORDS,
    RESERVED,
    SLUG,
    categories,
    names,
)
from audioworkout.sound.formats import ALTERNATES
from audioworkout.sound.mp3.frames import BITRATES

NUMBER = either(
    {"type": "integer", "minimum": 1, "maximum": MOST_NUMBER}, text(r"^\s*0*[1-9][0-9]{0,3}\s*$")
)
URL = text(r"^\s*[Hh][Tt][Tt][Pp][Ss]?://[!-~]+\s*$")
TITLE = ref("text")
DESCRIPTION: Schema = {**ref("text"), "maxLength": 2 * MOST_BYTES}
SWITCH = ref("switch")
SHORT: Schema = {**ref("text"), "maxLength": 2 * MOST_WORDS}
DATE = text(r"^\s*[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ,]+[0-9]{1,2}:.*)?\s*$")


def _mapping(keys: dict[str, Key], *required: str) -> Schema:
    return {
        "type": "object",
        "properties": properties(keys),
        "required": list(required),
        "additionalProperties": False,
    }


def _category() -> Schema:
    """A name that editors offer, in any letters."""
    return {**ref("text"), "examples": sorted({" > ".join(path) for path in categories()})}


def _role() -> Schema:
    roles = [role for listed in names()["roles"].values() for role in listed]
    return {**ref("text"), "examples": sorted(set(roles))}


def person() -> dict[str, Key]:
    """The keys of a person."""
    return {
        "name": Key(SHORT, "The person's name."),
        "role": Key(_role(), "A role of the Podcast Taxonomy; `host` unless said."),
        "link": Key(URL, "A page about them."),
        "image": Key(URL, "The address of a picture of them."),
    }


FUNDING = {
    "link": Key(URL, "Where listeners can give money."),
    "words": Key(SHORT, "What apps write on the link.", ("Support the show",)),
}


def episode() -> dict[str, Key]:
    """The keys of an episode, or of several."""
    return {
        "workout": Key(
            one_or_many(ref("text")),
            "A path, a pattern, the name of a bundled workout, or a list of such.",
            ("legs.yaml", "week-*/*.yaml", "core"),
        ),
        "title": Key(TITLE, "In place of the workout's, without its number."),
        "description": Key(DESCRIPTION, "In place of the workout's."),
        "slug": Key(
            {
                **ref("text"),
                "pattern": rf"^\s*{SLUG.pattern}\s*$",
                "not": {"enum": list(RESERVED)},
                "maxLength": 2 * LONGEST_SLUG,
            },
            "The name of its files, in place of that of its path. Its GUID comes from it.",
        ),
        "date": Key(
            DATE,
            "When it appears; with `every`, when the first of several does.",
            ("2027-01-04", "2027-01-04 18:30"),
        ),
        "every": Key(
            one_or_many(ref("text")),
            "The days on which the others follow.",
            ("week", "2 days", "monday, thursday"),
        ),
        "season": Key(NUMBER, "The season."),
        "number": Key(NUMBER, "Its number; of several, that of the first."),
        "type": Key(word("full", "trailer", "bonus"), "`full` unless said."),
        "explicit": Key(SWITCH, "In place of the show's."),
        "image": Key(ref("text"), "A square JPEG or PNG, by its path."),
        "persons": Key(_persons(), "Who takes part, in place of those of the show."),
    }


def _persons() -> Schema:
    return one_or_many(either(SHORT, _mapping(person(), "name")))


def show() -> dict[str, Key]:
    """The keys of the file."""
    rates: list[Any] = list(BITRATES)
    return {
        "title": Key(TITLE, "The podcast's name.", ("Legs at seven",)),
        "description": Key(DESCRIPTION, "What it is about."),
        "author": Key(TITLE, "Who is named as its author."),
        "email": Key(text("@"), "Directories write to it; everybody can read it in the feed."),
        "link": Key(URL, "The address of the published folder.", ("https://example.org/legs/",)),
        "language": Key(
            text(rf"^\s*{LANGUAGE.pattern.replace('(-', '([-_]')}\s*$"),
            "The language of the show.",
            ("en", "pt-BR"),
        ),
        "category": Key(one_or_many(_category()), "Apple's categories, at most three."),
        "type": Key(
            word("episodic", "serial"),
            "`episodic`: the newest first; `serial`: heard from the first episode on.",
        ),
        "explicit": Key(SWITCH, "Whether some of it is not for children."),
        "image": Key(ref("text"), "A square JPEG or PNG, by its path; without it one is made."),
        "copyright": Key(TITLE, "Whose it is.", ("© 2027 Hill Runners",)),
        "funding": Key(
            one_or_many(_mapping(FUNDING, "link", "words")), "Where listeners can give money."
        ),
        "persons": Key(_persons(), "Who takes part."),
        "locked": Key(SWITCH, "Whether other hosts must ask before they take the feed over."),
        "bitrate": Key(
            either({"enum": rates}, text(r"^\s*[0-9]{2,3} ?(k|K)?.*$")),
            "The MP3's rate in kbit/s.",
            (96, 64),
        ),
        "voice": Key(ref("voice"), "A voice in place of those of the workouts."),
        "also": Key(one_or_many(word(*ALTERNATES)), "Further formats beside the MP3."),
        "timezone": Key(ref("text"), "The zone of dates that name none.", ("Europe/Berlin",)),
        "episodes": Key(
            one_or_many(either(ref("text"), _mapping(episode(), "workout"))),
            "The workouts, the oldest first.",
            ("week-*/*.yaml", ["core", "legs.yaml"]),
        ),
    }


def show_schema() -> Schema:
    """The JSON Schema (draft 2020-12) of a show file.

    It takes every show that `parse` takes, as editors see it after YAML 1.2, and refuses mistakes
    of structure.
    """
    used = ("text", "switch", "voice")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:audioworkout:show",
        "title": "Show",
        "description": "A podcast of workouts that `audioworkout publish` turns into a folder.",
        **_mapping(show(), "title", "description", "author", "email", "episodes"),
        "$defs": {name: SHAPES[name] for name in used},
    }
