"""A whole show file: its keys, and the show that they make."""

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import PlainValidator

from audioworkout.ground.diagnostics import START, Diagnostic, error
from audioworkout.ground.nodes import Mapping, Node, Scalar, read
from audioworkout.language.keys import (
    Fields,
    Mistakes,
    choice,
    fill,
    plain_text,
    refusal,
    scalar,
    switch,
)
from audioworkout.language.voice import parse_voice
from audioworkout.podcast.shows.checks import clashes, remarks
from audioworkout.podcast.shows.dates import parse_zone, zone_of
from audioworkout.podcast.shows.entries import Look, episodes, is_there
from audioworkout.podcast.shows.model import PUBLIC_BITRATE, Funding, Show
from audioworkout.podcast.shows.people import PERSONS
from audioworkout.podcast.shows.values import (
    DESCRIPTION,
    TITLE,
    WORDS,
    at_least_one,
    attempt,
    parse_bitrate,
    parse_category,
    parse_email,
    parse_language,
    parse_link,
    parse_url,
)
from audioworkout.sound.formats import ALTERNATES

EXAMPLES = {
    "title": "title: Legs at seven",
    "description": "description: Two sessions a week, without equipment.",
    "author": "author: Your Name",
    "email": "email: you@example.org",
    "episodes": "episodes: week-*/*.yaml",
}
BEGIN = "begin with `title: …`, and end with `episodes:` and the list below it"
LINK = "link: https://example.org/legs/"
MOST_CATEGORIES = 3
PATH = PlainValidator(plain_text)
SWITCH = PlainValidator(scalar(switch, "`yes` or `no`"))
URL = PlainValidator(scalar(parse_url, "a link"))


class FundingFields(Fields):
    """The keys of a link for money."""

    link: Annotated[str, URL]
    words: Annotated[str, WORDS]


def _funding(node: Node) -> Funding:
    examples = {"link": "link: https://example.org/give", "words": "words: Support the show"}
    given = fill(FundingFields, node, "funding", examples)
    return Funding(given.link, given.words)


def _categories(node: Node) -> tuple[tuple[str, ...], ...]:
    example = "category: Health & Fitness > Fitness"
    found = tuple(dict.fromkeys(at_least_one(scalar(parse_category), example)(node)))
    if len(found) > MOST_CATEGORIES:
        message = f"{len(found)} categories; directories take {MOST_CATEGORIES}"
        raise refusal(message, node.span, "the first of them counts most")
    return found


def _as_written(node: Node) -> Node:
    return node


class ShowFields(Fields):
    """The keys of a show file."""

    title: Annotated[str, TITLE]
    description: Annotated[str, DESCRIPTION]
    author: Annotated[str, TITLE]
    email: Annotated[str, PlainValidator(scalar(parse_email, "an e-mail address"))]
    episodes: Annotated[Any, PlainValidator(_as_written)]
    link: Annotated[str | None, PlainValidator(scalar(parse_link, "a link"))] = None
    language: Annotated[str, PlainValidator(scalar(parse_language, "a language"))] = "en"
    category: Annotated[tuple[tuple[str, ...], ...], PlainValidator(_categories)] = (
        ("Health & Fitness", "Fitness"),
    )
    type: Annotated[
        str, PlainValidator(scalar(choice("episodic", "serial"), "`episodic` or `serial`"))
    ] = "episodic"
    explicit: Annotated[bool, SWITCH] = False
    image: Annotated[str | None, PATH] = None
    copyright: Annotated[str | None, TITLE] = None
    funding: Annotated[
        tuple[Funding, ...], PlainValidator(at_least_one(_funding, "funding: {link: …, words: …}"))
    ] = ()
    persons: Annotated[tuple[Any, ...], PERSONS] = ()
    locked: Annotated[bool, SWITCH] = True
    bitrate: Annotated[int, PlainValidator(scalar(parse_bitrate, "a rate such as `96`"))] = (
        PUBLIC_BITRATE
    )
    voice: Annotated[str | None, PlainValidator(scalar(parse_voice, "a voice"))] = None
    also: Annotated[
        tuple[str, ...],
        PlainValidator(at_least_one(scalar(choice(*ALTERNATES), "a format"), "also: m4a")),
    ] = ()
    timezone: Annotated[str, PlainValidator(scalar(parse_zone, "a time zone"))] = "UTC"


def parse(
    text: str, look: Look, *, link: str | None = None
) -> tuple[Show | None, tuple[Diagnostic, ...]]:
    """The show of a file's text, with warnings, or None and every mistake in it; by place.

    `look` gives the files that a path or a pattern names, from the file's folder; `link` stands
    in for the file's own, which may be missing then.
    """
    if not text.strip():
        return None, (error("the file is empty", START, BEGIN),)
    root, problems = read(text)
    if root is None:
        return None, problems
    if not isinstance(root, Mapping):
        return None, (error("expected the keys of a show", root.span, BEGIN),)
    found = list(_no_picture(root, look))
    given = attempt(lambda: _fields(root, link), found)
    entries = attempt(lambda: _entries(root, look), found)
    if given is None or entries is None or found:
        return None, tuple(sorted(dict.fromkeys(found), key=lambda problem: problem.span))
    values = dict(given)
    values["categories"] = values.pop("category")
    values["link"] = link or values["link"]
    del values["episodes"]
    also = tuple(dict.fromkeys(values.pop("also")))
    show = Show(**values, also=also, entries=entries, origin=root.entries[0][0].span)
    wrong = clashes(show)
    return (None, wrong) if wrong else (show, remarks(show))


def _no_picture(root: Mapping, look: Look) -> Iterator[Diagnostic]:
    image = root.get("image")
    if isinstance(image, Scalar) and image.text.strip() and not is_there(plain_text(image), look):
        hint = "delete `image`, and a cover is made"
        yield error(f"there is no file `{image.text.strip()}`", image.span, hint)


def _fields(root: Mapping, link: str | None) -> ShowFields:
    """The keys of the file, all but its episodes."""
    given = fill(ShowFields, root, "a show", EXAMPLES)
    if given.link is None and link is None:
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
