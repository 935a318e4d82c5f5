"""A whole show file: its keys, the show that they make, and their JSON Schema."""

from collections.abc import Iterator
from typing import Any

from audioworkout.ground.diagnostics import START, Diagnostic, error
from audioworkout.ground.nodes import Mapping, Node, Scalar, read
from audioworkout.language.keys import (
    Key,
    Mistakes,
    choice,
    fill,
    plain_text,
    refusal,
    scalar,
    shape_of,
    switch,
)
from audioworkout.language.shapes import (
    SHAPES,
    Schema,
    either,
    one_or_many,
    ref,
    resolved,
    text,
    word,
)
from audioworkout.language.voice import SHAPES as VOICE_SHAPES
from audioworkout.language.voice import parse_voice
from audioworkout.podcast.shows.checks import clashes, remarks
from audioworkout.podcast.shows.dates import parse_zone, zone_of
from audioworkout.podcast.shows.entries import EPISODES, Look, as_written, episodes, is_there
from audioworkout.podcast.shows.model import Funding, Show
from audioworkout.podcast.shows.people import PERSONS, persons
from audioworkout.podcast.shows.values import (
    CATEGORY,
    DESCRIPTION,
    LANGUAGE,
    SHORT,
    TITLE,
    URL,
    at_least_one,
    attempt,
    description,
    parse_bitrate,
    parse_category,
    parse_email,
    parse_language,
    parse_link,
    parse_url,
    title,
    words,
)
from audioworkout.sound.formats import ALTERNATES
from audioworkout.sound.mp3.frames import BITRATES

BEGIN = "begin with `title: …`, and end with `episodes:` and the list below it"
LINK = "link: https://example.org/legs/"
MOST_CATEGORIES = 3

FUNDING_KEYS = {
    "link": Key(
        scalar(parse_url, "a link"),
        URL,
        "Where listeners can give money.",
        needed="link: https://example.org/give",
    ),
    "words": Key(
        words,
        SHORT,
        "What apps write on the link.",
        ("Support the show",),
        needed="words: Support the show",
    ),
}


def _funding(node: Node) -> Funding:
    return Funding(**fill(FUNDING_KEYS, node, "funding"))


def _categories(node: Node) -> tuple[tuple[str, ...], ...]:
    example = "category: Health & Fitness > Fitness"
    found = tuple(dict.fromkeys(at_least_one(scalar(parse_category), example)(node)))
    if len(found) > MOST_CATEGORIES:
        message = f"{len(found)} categories; directories take {MOST_CATEGORIES}"
        raise refusal(message, node.span, "the first of them counts most")
    return found


def _also(node: Node) -> tuple[str, ...]:
    formats = at_least_one(scalar(choice(*ALTERNATES), "a format"), "also: m4a")
    return tuple(dict.fromkeys(formats(node)))


SHOW = {
    "title": Key(
        title, TITLE, "The podcast's name.", ("Legs at seven",), needed="title: Legs at seven"
    ),
    "description": Key(
        description,
        DESCRIPTION,
        "What it is about.",
        needed="description: Two sessions a week, without equipment.",
    ),
    "author": Key(title, TITLE, "Who is named as its author.", needed="author: Your Name"),
    "email": Key(
        scalar(parse_email, "an e-mail address"),
        text("@"),
        "Directories write to it; everybody can read it in the feed.",
        needed="email: you@example.org",
    ),
    "link": Key(
        scalar(parse_link, "a link"),
        URL,
        "The address of the published folder.",
        ("https://example.org/legs/",),
    ),
    "language": Key(
        scalar(parse_language, "a language"),
        text(rf"^\s*{LANGUAGE.pattern.replace('(-', '([-_]')}\s*$"),
        "The language of the show.",
        ("en", "pt-BR"),
    ),
    "category": Key(_categories, one_or_many(CATEGORY), "Apple's categories, at most three."),
    "type": Key(
        scalar(choice("episodic", "serial"), "`episodic` or `serial`"),
        word("episodic", "serial"),
        "`episodic`: the newest first; `serial`: heard from the first episode on.",
    ),
    "explicit": Key(
        scalar(switch, "`yes` or `no`"),
        ref("switch"),
        "Whether some of it is not for children.",
    ),
    "image": Key(
        plain_text, ref("text"), "A square JPEG or PNG, by its path; without it one is made."
    ),
    "copyright": Key(title, TITLE, "Whose it is.", ("© 2027 Hill Runners",)),
    "funding": Key(
        at_least_one(_funding, "funding: {link: …, words: …}"),
        one_or_many(shape_of(FUNDING_KEYS)),
        "Where listeners can give money.",
    ),
    "persons": Key(persons, PERSONS, "Who takes part."),
    "locked": Key(
        scalar(switch, "`yes` or `no`"),
        ref("switch"),
        "Whether other hosts must ask before they take the feed over.",
    ),
    "bitrate": Key(
        scalar(parse_bitrate, "a rate such as `96`"),
        either({"enum": list(BITRATES)}, text(r"^\s*[0-9]{2,3} ?(k|K)?.*$")),
        "The MP3's rate in kbit/s.",
        (96, 64),
    ),
    "voice": Key(
        scalar(parse_voice, "a voice"),
        ref("voice"),
        "A voice in place of those of the workouts.",
    ),
    "also": Key(_also, one_or_many(word(*ALTERNATES)), "Further formats beside the MP3."),
    "timezone": Key(
        scalar(parse_zone, "a time zone"),
        ref("text"),
        "The zone of dates that name none.",
        ("Europe/Berlin",),
    ),
    "episodes": Key(
        as_written,
        EPISODES,
        "The workouts, the oldest first.",
        ("week-*/*.yaml", ["core", "legs.yaml"]),
        needed="episodes: week-*/*.yaml",
    ),
}
"""The keys of a show file."""


def show_schema() -> Schema:
    """The JSON Schema (draft 2020-12) of a show file.

    It takes every show that `parse` takes, as editors see it after YAML 1.2, and refuses mistakes
    of structure.
    """
    used = ("text", "switch", "voice")
    known = SHAPES | VOICE_SHAPES
    whole: Schema = resolved(
        {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": "urn:audioworkout:show",
            "title": "Show",
            "description": "A podcast of workouts that `audioworkout publish` turns into a folder.",
            **shape_of(SHOW),
            "$defs": {name: known[name] for name in used},
        }
    )
    return whole


def parse(
    source: str, look: Look, *, link: str | None = None
) -> tuple[Show | None, tuple[Diagnostic, ...]]:
    """The show of a file's text, with warnings, or None and every mistake in it; by place.

    `look` gives the files that a path or a pattern names, from the file's folder; `link` stands
    in for the file's own, which may be missing then.
    """
    if not source.strip():
        return None, (error("the file is empty", START, BEGIN),)
    root, problems = read(source)
    if root is None:
        return None, problems
    if not isinstance(root, Mapping):
        return None, (error("expected the keys of a show", root.span, BEGIN),)
    if (workout := root.get("workout")) and root.get("episodes") is None:
        hint = "`audioworkout render` makes a sound of it; a show lists such files as `episodes`"
        return None, (error("this is a workout, not a show", workout.span, hint),)
    found = list(_no_picture(root, look))
    given = attempt(lambda: _fields(root, link), found)
    entries = attempt(lambda: _entries(root, look), found)
    if given is None or entries is None or found:
        return None, tuple(sorted(dict.fromkeys(found), key=lambda problem: problem.span))
    del given["episodes"]
    if "category" in given:
        given["categories"] = given.pop("category")
    given["link"] = link or given["link"]
    show = Show(**given, entries=entries, origin=root.entries[0][0].span)
    wrong = clashes(show)
    return (None, wrong) if wrong else (show, remarks(show))


def _no_picture(root: Mapping, look: Look) -> Iterator[Diagnostic]:
    image = root.get("image")
    if isinstance(image, Scalar) and image.text.strip() and not is_there(plain_text(image), look):
        hint = "delete `image`, and a cover is made"
        yield error(f"there is no file `{image.text.strip()}`", image.span, hint)


def _fields(root: Mapping, link: str | None) -> dict[str, Any]:
    """The keys of the file, all but its episodes."""
    given = fill(SHOW, root, "a show")
    if "link" not in given and link is None:
        raise refusal(
            "a show needs `link`: the address of the folder as listeners will see it",
            root.entries[0][0].span,
            f"write `{LINK}`, or give `--base-url`",
        )
    return given


def _entries(root: Mapping, look: Look) -> Any:
    node = root.get("episodes")
    return () if node is None else episodes(node, look, zone_of(_zone(root.get("timezone"))))


def _zone(node: Node | None) -> str:
    """The zone that dates are read in, whatever else is wrong with the file."""
    try:
        return scalar(parse_zone)(node) if isinstance(node, Scalar) else "UTC"
    except Mistakes:
        return "UTC"
