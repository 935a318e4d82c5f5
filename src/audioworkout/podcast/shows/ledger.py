"""The file beside a show that keeps what must never change: GUIDs and first dates."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from audioworkout.ground import scalars
from audioworkout.ground.diagnostics import START, Diagnostic, error
from audioworkout.ground.nodes import Mapping, Node, Scalar, read
from audioworkout.language.document import inputs
from audioworkout.language.grammar import Mistake
from audioworkout.language.keys import Key, Mistakes, collect, entries_of, fill, scalar
from audioworkout.podcast.shows.dates import parse_date
from audioworkout.podcast.shows.values import parse_slug, parse_url

ENDING = ".published.yaml"
LONGEST_GUID = 1_000  # characters; hosts give out URLs and UUIDs

LOST = "take back the one that was committed; if nothing was published yet, delete it"
EXAMPLE = "2027-01-04 06:00Z 917393e3-1b1e-5cef-ace4-edaa54e1f810"

TOP = """\
# What podcast apps know this show and its episodes by: the show's GUID, and for each episode when
# it first appeared and its own GUID. `audioworkout publish` adds new episodes here. Keep this file
# and commit it: without it, or with another GUID in it, every episode would be new to those who
# have heard it. An episode that left the show stays, so that it is the same when it comes back.

"""


@dataclass(frozen=True, slots=True)
class Known:
    """An episode that was published: its GUID, and when it first appeared."""

    slug: str
    guid: str
    date: datetime


@dataclass(frozen=True, slots=True)
class Ledger:
    """What must never change of a show; `link` is the base URL that it first had."""

    guid: str
    link: str
    episodes: tuple[Known, ...] = ()


def ledger_path(show: Path) -> Path:
    """The ledger of a show file: `show.published.yaml` for `show.yaml`."""
    return show.with_name(show.stem + ENDING)


def _uuid(text: str) -> str:
    try:
        return str(UUID(text.strip()))
    except ValueError:
        message = f"expected a GUID such as `917393e3-1b1e-5cef-ace4-edaa54e1f810`, found `{text}`"
        raise Mistake(message) from None


def _guid(text: str) -> str:
    """Whatever stood in `guid` of a feed, so that a show can move here from elsewhere."""
    guid = text.strip()
    if re.fullmatch(r"[!-~]+(?: [!-~]+)*", guid) and len(guid) <= LONGEST_GUID:
        return guid
    raise Mistake(f"expected a GUID in ASCII, found `{guid[:60]}`")


def parse_known(text: str) -> tuple[datetime, str]:
    """A date in UTC and the GUID behind it; raises Mistake."""
    found = re.fullmatch(r"([0-9-]+[ T][0-9:]+ ?(?:Z|[+-][0-9:]+)) +(\S.*)", " ".join(text.split()))
    if found is None:
        message = f"expected a date in UTC and a GUID, such as `{EXAMPLE}`, found `{text[:80]}`"
        raise Mistake(message)
    return parse_date(found[1]).at(UTC).astimezone(UTC), _guid(found[2])


def _known(entry: tuple[Scalar, Node]) -> Known:
    key, value = entry
    slug = scalar(parse_slug, "a slug")(key)
    date, guid = scalar(parse_known, "a date and a GUID")(value)
    return Known(slug, guid, date)


def _episodes(node: Node) -> tuple[Known, ...]:
    return collect(_known, entries_of(node, "a mapping of slugs to episodes"))


KEYS = {
    "guid": Key(scalar(_uuid, "a GUID"), needed=""),
    "link": Key(scalar(parse_url, "a link"), needed=""),
    "episodes": Key(_episodes),
}


def parse_ledger(text: str) -> tuple[Ledger | None, tuple[Diagnostic, ...]]:
    """The ledger of a file's text, and every mistake in it, by place; None where there is one."""
    if not text.strip():
        return None, (error("the file is empty", START, LOST),)
    root, problems = read(text)
    if root is None:
        return None, problems
    try:
        found = Ledger(**fill(KEYS, root, "the record of a show"))
    except Mistakes as mistakes:
        return None, tuple(sorted(mistakes.diagnostics, key=lambda problem: problem.span))
    wrong = tuple(_twice(root, found.episodes))
    return (None, wrong) if wrong else (found, ())


def _twice(root: Node, episodes: tuple[Known, ...]) -> list[Diagnostic]:
    """Episodes whose GUID another one has."""
    assert isinstance(root, Mapping)
    listed = root.get("episodes")
    places = {key.text: key.span for key, _ in entries_of(listed, "")} if listed else {}
    first: dict[str, str] = {}
    return [
        error(f"`{known.slug}` has the GUID of `{other}`", places[known.slug], "give it its own")
        for known in episodes
        if (other := first.setdefault(known.guid, known.slug)) != known.slug
    ]


def read_ledger(path: Path) -> Ledger | None:
    """The ledger at a path, None where there is none yet; raises WorkoutError."""
    if not path.exists():
        return None
    source = inputs.read(path)
    ledger, problems = parse_ledger(source.text)
    if ledger is None:
        raise inputs.refused(source, problems)
    return ledger


def dump_ledger(ledger: Ledger) -> str:
    """The text of a ledger's file; episodes stand by date, so that new ones come last."""
    lines = [f"{TOP}guid: {ledger.guid}", f"link: {ledger.link}", "episodes:"]
    for known in sorted(ledger.episodes, key=lambda known: (known.date, known.slug)):
        text = scalars.scalar(f"{written(known.date)} {known.guid}", quote="'")
        lines.append(f"  {known.slug}: {text}")
    if not ledger.episodes:
        lines[-1] += " {}"
    return "\n".join(lines) + "\n"


def written(moment: datetime) -> str:
    """A moment as a show or its ledger has it, in UTC: `2027-01-04 06:00Z`."""
    precise = "minutes" if not moment.second else "seconds"
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(" ", precise) + "Z"
