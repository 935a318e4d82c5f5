"""The values of a show file: text for a feed, addresses, and names that directories know."""

import re
from collections.abc import Callable
from functools import cache
from importlib import resources
from typing import TypeVar
from urllib.parse import quote, urlsplit

import yaml
from babel import Locale
from slugify import slugify

from audioworkout.ground.diagnostics import Diagnostic
from audioworkout.ground.nodes import Mapping, Node, Scalar, Sequence
from audioworkout.ground.spelling import did_you_mean
from audioworkout.ground.text import clean, one_line, paragraphs
from audioworkout.language.grammar import Mistake
from audioworkout.language.keys import Mistakes, collect, refusal, text_of
from audioworkout.language.shapes import Schema, either, ref, text
from audioworkout.sound.mp3.frames import BITRATES

T = TypeVar("T")

MOST_BYTES = 4_000  # of a description in UTF-8: Apple's limit
MOST_WORDS = 128  # characters of a person's name or a funding link's words: Podcasting 2.0's limit
MOST_NUMBER = 9_999

LANGUAGE = re.compile(r"([A-Za-z]{2,3})(-[A-Za-z]{4})?(-(?:[A-Za-z]{2}|[0-9]{3}))?")
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST_SLUG = 60
DEVICES = (
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{port}{n}" for port in ("com", "lpt") for n in range(10)),
)
"""What Windows takes for a device, whatever ending follows: no such file can be copied there."""

RESERVED = ("assets", "cover", "feed", "index", *DEVICES)
"""Names in the published folder that no episode can have."""


# Text


def title(node: Node) -> str:
    """One line that is safe in a feed and at most 300 characters long."""
    return _said(clean(text_of(node)), node)


def words(node: Node) -> str:
    """One line of at most 128 characters."""
    line = _said(one_line(text_of(node)), node)
    if len(line) <= MOST_WORDS:
        return line
    raise refusal(f"this has {len(line)} characters; {MOST_WORDS} is the most", node.span)


def description(node: Node) -> str:
    """Prose of at most 4,000 bytes."""
    text = _said("\n\n".join(paragraphs(text_of(node))), node)
    if problem := too_long(text):
        raise refusal(problem, node.span, "leave something out: apps show the first lines")
    return text


def too_long(text: str) -> str | None:
    """What is wrong with a description that is longer than directories take."""
    size = len(text.encode())
    if size <= MOST_BYTES:
        return None
    return f"the description has {size:,} bytes; {MOST_BYTES:,} is the most that directories take"


def _said(text: str, node: Node) -> str:
    if not text:
        raise refusal("expected text, found characters that cannot be seen", node.span)
    return text


TITLE = ref("text")
DESCRIPTION: Schema = {**ref("text"), "maxLength": 2 * MOST_BYTES}
SHORT: Schema = {**ref("text"), "maxLength": 2 * MOST_WORDS}


# Addresses

URL = text(r"^\s*[Hh][Tt][Tt][Pp][Ss]?://[!-~]+\s*$")


def parse_link(text: str) -> str:
    """A base URL with a slash at its end; raises Mistake."""
    url = parse_url(text)
    parts = urlsplit(url)
    if parts.query or parts.fragment:
        mark = "?" if parts.query else "#"
        raise Mistake(f"the link of a show is a folder's: nothing can follow `{mark}` in it")
    return url if url.endswith("/") else f"{url}/"


def parse_url(text: str) -> str:
    """A URL of ASCII with http or https; raises Mistake with the form that would do."""
    url = text.strip()
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise _no_url(url) from None
    if parts.scheme not in ("http", "https") or not host:
        raise _no_url(url)
    if "@" in parts.netloc:
        raise Mistake("a published link cannot hold a user's name or password", "delete them")
    if not re.fullmatch(r"[!-~]+", url) or re.search(r'["<>\\^`{|}]', url):
        raise Mistake(f"a link is of ASCII without spaces, found `{url[:80]}`", _in_ascii(url))
    if not re.fullmatch(r"[a-z0-9._-]+|[0-9a-f.:]+", host):
        raise _no_url(url)
    return url


def _no_url(url: str) -> Mistake:
    message = f"expected a link such as `https://example.org/legs/`, found `{url[:80]}`"
    bare = re.fullmatch(r"(?:[a-z]{1,10}:/{0,2})?((?:[\w-]+\.)+[\w-]{2,}(?:[:/]\S*)?)", url, re.I)
    return Mistake(message, f"write `https://{bare[1]}`" if bare else None)


def _in_ascii(url: str) -> str | None:
    """A hint with the same link in ASCII: punycode for the host, per cent for the rest."""
    parts = urlsplit(url)
    try:
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except UnicodeError:
        return None
    port = f":{parts.port}" if parts.port else ""
    path, query = quote(parts.path, safe="/%:@!$&'()*+,;=~-._"), quote(parts.query, safe="=&%+")
    written = parts._replace(netloc=host + port, path=path, query=query).geturl()
    return f"write `{written}`" if written.isascii() else None


def parse_email(text: str) -> str:
    """An address that mail can reach, in ASCII; raises Mistake."""
    from email_validator import EmailNotValidError, validate_email

    given = text.strip()
    try:
        found = validate_email(
            given, allow_smtputf8=False, check_deliverability=False, strict=True
        ).ascii_email
    except EmailNotValidError:
        message = f"expected an address such as `coach@example.org`, found `{given[:80]}`"
        raise Mistake(message) from None
    return given if given.isascii() else str(found)


# Names


def parse_language(text: str) -> str:
    """A BCP 47 tag of language, script and region, in its usual letters; raises Mistake."""
    given = text.strip()
    message = f"expected a language such as `en` or `pt-BR`, found `{given[:60]}`"
    found = LANGUAGE.fullmatch(given.replace("_", "-"))
    if found is None:
        hint = {name.lower(): tag for tag, name in Locale("en").languages.items()}
        tag = hint.get(given.lower())
        raise Mistake(message, f"did you mean `{tag}`?" if tag else None)
    language, script, region = found[1].lower(), found[2] or "", found[3] or ""
    if language not in Locale("en").languages:
        raise Mistake(f"there is no language `{language}`", "write `en`, `de`, `pt-BR` or so")
    if region and region[1:].upper() not in Locale("en").territories:
        raise Mistake(f"there is no country `{region[1:]}`", f"write `{language}` alone")
    return language + script.title() + region.upper()


@cache
def names() -> dict[str, dict[str, list[str]]]:
    """What directories know by name: categories and roles, each with what is below it."""
    text = (resources.files("audioworkout.words.data") / "podcasts.yaml").read_text("utf-8")
    known: dict[str, dict[str, list[str]]] = yaml.safe_load(text)
    return known


def categories() -> tuple[tuple[str, ...], ...]:
    """Apple's categories, each as the names from the widest to its own."""
    return tuple(dict.fromkeys(_written_categories().values()))


@cache
def _written_categories() -> dict[str, tuple[str, ...]]:
    """Every category as it can be written, in lower case, to its path."""
    found: dict[str, tuple[str, ...]] = {}
    for group, below in names()["categories"].items():
        found |= {name: (group, name) for name in below}
        found |= {f"{group} > {name}": (group, name) for name in below}
    found |= {group: (group,) for group in names()["categories"]}
    return {name.lower(): path for name, path in found.items()}


CATEGORY: Schema = {
    **ref("text"),
    "examples": lambda: sorted({" > ".join(path) for path in categories()}),
}


def parse_category(text: str) -> tuple[str, ...]:
    """One of Apple's categories, `Sports`, `Sports > Running` or `Running`; raises Mistake."""
    name = " > ".join(" ".join(part.split()) for part in text.split(">"))
    known = _written_categories()
    if path := known.get(name.lower()):
        return path
    paths = known.values()
    hint = did_you_mean(name, sorted({" > ".join(path) for path in paths} | {p[-1] for p in paths}))
    raise Mistake(f"there is no category `{name[:60]}` in Apple's list", hint)


def _roles() -> dict[str, str]:
    """Each role and its group."""
    return {role: group for group, listed in names()["roles"].items() for role in listed}


ROLE: Schema = {**ref("text"), "examples": lambda: sorted(_roles())}


def parse_role(text: str) -> tuple[str, str]:
    """A role of the Podcast Taxonomy and its group; raises Mistake."""
    name = " ".join(text.lower().split())
    roles = _roles()
    if name in roles:
        return name, roles[name]
    hint = did_you_mean(name, sorted(roles)) or "write `host`, `guest`, `author` or `composer`, say"
    raise Mistake(f"there is no role `{name[:60]}` in the Podcast Taxonomy", hint)


NUMBER = either(
    {"type": "integer", "minimum": 1, "maximum": MOST_NUMBER}, text(r"^\s*0*[1-9][0-9]{0,3}\s*$")
)


def parse_number(text: str) -> int:
    """A whole number from 1; raises Mistake."""
    if re.fullmatch(r"[0-9]{1,4}", text.strip()) and int(text):
        return int(text)
    raise Mistake(f"expected a whole number from 1 to {MOST_NUMBER:,}, found `{text.strip()[:60]}`")


def parse_bitrate(text: str) -> int:
    """One of MP3's rates in kbit/s; raises Mistake."""
    found = re.fullmatch(r"([0-9]{1,3})(?: ?k(?:bit/s|bps)?)?", text.strip().lower())
    if found and int(found[1]) in BITRATES:
        return int(found[1])
    can = ", ".join(map(str, BITRATES))
    raise Mistake(f"expected one of MP3's rates in kbit/s ({can}), found `{text.strip()[:60]}`")


def taken(slug: str) -> str:
    """Why no episode can have a slug of RESERVED."""
    if slug in DEVICES:
        return f"`{slug}` is a device on Windows, where no file can be called so"
    return f"`{slug}` is the name of another file of the show"


def parse_slug(text: str) -> str:
    """The name of an episode's files: small letters, digits and single hyphens; raises Mistake."""
    slug = text.strip()
    if slug in RESERVED:
        raise Mistake(taken(slug), "choose another slug")
    if SLUG.fullmatch(slug) and len(slug) <= LONGEST_SLUG:
        return slug
    near = slug_of(slug)
    raise Mistake(
        f"a slug has small letters a to z, digits and hyphens, {LONGEST_SLUG} at most;"
        f" found `{slug[:80]}`",
        f"write `slug: {near}`" if near and near not in RESERVED else None,
    )


SLUGS: Schema = {
    **ref("text"),
    "pattern": rf"^\s*{SLUG.pattern}\s*$",
    "not": {"enum": list(RESERVED)},
    "maxLength": 2 * LONGEST_SLUG,
}


def slug_of(text: str) -> str:
    """A text as a slug; "" where nothing of it can be written in ASCII."""
    return str(slugify(text, max_length=LONGEST_SLUG, word_boundary=True))


# Lists


def at_least_one(parse: Callable[[Node], T], example: str) -> Callable[[Node], tuple[T, ...]]:
    """The adapter of a field that is one value or a list that is not empty."""

    def adapt(node: Node) -> tuple[T, ...]:
        items = node.items if isinstance(node, Sequence) else (node,)
        if not items:
            raise refusal("this list is empty", node.span, f"write `{example}`, or delete the key")
        return collect(parse, items)

    return adapt


def attempt(make: Callable[[], T], problems: list[Diagnostic]) -> T | None:
    """What is made, or None with its mistakes added to the problems."""
    try:
        return make()
    except Mistakes as mistakes:
        problems.extend(mistakes.diagnostics)
        return None


def headed(node: Node, key: str) -> Mapping:
    """A mapping as it is; text alone as a mapping of that one key."""
    if isinstance(node, Mapping):
        return node
    text_of(node, f"text or a mapping with `{key}`")
    return Mapping(((Scalar(key, node.span), node),), node.span)
