"""Workouts in the WODCraft language, as far as a coached session can follow them.

Two dialects. The whiteboard one (1.x): a title behind `#`, format lines (`AMRAP 12`,
`21-15-9`), movement lines, labels, and `key: value` lines; indentation nests, `//` begins a
comment, `a/b` is two categories, `m` is metres. (`spec/SPEC.md` of
github.com/Nicolas78240/WODCraft) The one with braces (0.x): `WOD "Fran"`, `BLOCK AMRAP
12:00 { 12 wall_balls @9kg; }`, `BUYIN { … }`, `module … { wod ForTime { … } }`.
(`WODCraft_spec.md` of version 0.3)
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from audioworkout.importing.draft import DraftPlan, Unread
from audioworkout.importing.formats import free_text
from audioworkout.importing.lines import PastedLine, PastedText
from audioworkout.language.grammar import MAX_LINE

BRACES = re.compile(
    r"(?:module|session) [\w.\"]|WOD \"|BLOCK [A-Z]+|(?:BUYIN|CASHOUT|wod [A-Za-z]+.*) ?\{"
)
BOARD = re.compile(
    r"//|(?:score|tiebreak|stimulus|units|vest|tags)\s*:|use [a-z]+/|(?:Scaled|Odd)\s*:", re.I
)
MODE = re.compile(r"MODE: *([A-Za-z]+)|DURATION: *(\d{1,3}(?::\d\d)?) ?(?:m|min)?", re.I)
NEAR = re.compile(r"[0-9]m \D", re.I)
TEMPO = re.compile(r",? tempo \"?([0-9X]{3,4})\"?", re.I)
MOST = re.compile(r"MaxReps? (.*)", re.I)
PROGRAMME = re.compile(r"programming\b *\{|(?:macro|meso|micro)cycles? *:")
COMMENT = re.compile(r"(?:^| )//.*")
LEVEL = re.compile(r"(?:scaled|intermediate|foundations|adapted|scales)\s*:?$", re.I)
META = re.compile(
    r"(?:score|tiebreak|units|vest|stimulus|notes?|tags|date|time|level|cap|mode|duration)\s*:",
    re.I,
)
CAP = re.compile(r"cap\s*:?\s*(?=\d)", re.I)
HEADS = (
    (re.compile(r'(?:WOD|session) "([^"]{1,100})".*'), r"# \1"),
    (re.compile(r"module (?:[\w]+\.)*(\w+)(?: v[\d.]+)? ?\{?"), r"# \1"),
    (re.compile(r'(?i)block "([^"]{1,60})" repeat (\d{1,3}) ?\{?'), r"\1 (\2 rounds):"),
    (re.compile(r'(?i)block "([^"]{1,60})" ?\{?'), r"\1:"),
    (re.compile(r"(?i)BUY-?IN ?[{:]"), "Buy-in:"),
    (re.compile(r"(?i)CASH-?OUT ?[{:]"), "Cash-out:"),
    (re.compile(r"(?i)(?:wod|BLOCK) (?:FT|ForTime) cap (\d[\d:]*).*"), r"for time, cap \1"),
    (re.compile(r"(?i)(?:wod|BLOCK) (?:FT|ForTime|CHIPPER)\b.*"), "for time"),
    (re.compile(r"(?i)(?:wod|BLOCK) (AMRAP|EMOM|E\dMOM) (\d+:\d\d|\d+).*"), r"\1 \2"),
    (re.compile(r"(?i)(?:wod|BLOCK) RFT (\d+).*"), r"\1 RFT"),
    (re.compile(r"(?i)(?:wod|BLOCK) TABATA\b.*"), "tabata"),
)
LOAD = re.compile(
    r" ?@ ?(\d{1,4}(?:\.\d{1,2})?) ?(?:(?:kg|lb|pood)s?)?"
    r"(?:/(\d{1,4}(?:\.\d{1,2})?))? ?(kg|lb|pood)s?(?= |$)",
    re.I,
)
REASON_OF_LEVEL = "a level's changes: the workout is read as prescribed"


def fits(pasted: PastedText) -> bool:
    """Whether a file is named `.wod`, or has what only these notations have."""
    lines = [line.text for line in pasted.lines if line is not None]
    if pasted.name.lower().endswith(".wod") or any(BRACES.match(line) for line in lines):
        return True
    return lines[:1] != [] and lines[0].startswith("# ") and any(map(BOARD.match, lines))


def read(pasted: PastedText) -> DraftPlan:
    """The draft of a WODCraft file."""
    present = [line for line in pasted.lines if line is not None]
    if programme := next((line for line in present if PROGRAMME.match(line.text)), None):
        return DraftPlan(head=[Unread(programme, "a programme of weeks is not read")])
    aside: list[Unread] = []
    if any(BRACES.match(line.text) for line in present):
        lines = list(_braced(present, _depths(pasted.text), aside))
    else:
        lines = list(_board(present, aside))
    draft = free_text.read_lines(lines, metres=True)
    draft.head = sorted([*draft.head, *aside], key=lambda unread: unread.line.number)
    return draft


def _board(lines: Iterable[PastedLine], aside: list[Unread]) -> Iterator[PastedLine]:
    """The lines of the whiteboard dialect that say what to do."""
    level: tuple[int, int] | None = None
    for line in lines:
        body = COMMENT.sub("", line.body[:MAX_LINE]).strip()
        if level is not None and not line.text.startswith("#") and line.level >= level:
            aside.append(Unread(line, REASON_OF_LEVEL))
            continue
        level = line.level if LEVEL.match(body) else None
        if level is not None:
            aside.append(Unread(line, REASON_OF_LEVEL))
        elif not body:
            aside.append(Unread(line, "it is a comment"))
        elif cap := CAP.match(body):
            yield replace(line, body=f"cap {body[cap.end() :]}")
        elif META.match(body):
            aside.append(Unread(line, "it is not part of the session"))
        elif body.startswith("use "):
            aside.append(Unread(line, "workouts of a library are not read"))
        else:
            yield replace(line, body=loaded(body.partition(" | ")[0]))


def _depths(source: str) -> list[int]:
    """How many braces are open at the start of each line."""
    opened = (line.count("{") - line.count("}") for line in source.splitlines())
    return [0, *accumulate(opened)]


def _braced(
    lines: Iterable[PastedLine], depths: Sequence[int], aside: list[Unread]
) -> Iterator[PastedLine]:
    """The lines of the dialect with braces, with their depth in them."""
    mode = ""
    for line in lines:
        body = COMMENT.sub("", line.body[:MAX_LINE]).strip()
        if found := MODE.fullmatch(body):
            mode = found[1] if found[1] else mode
            body = f"BLOCK {mode} {found[2]}" if mode and found[2] else body
        words = next(
            (pattern.sub(becomes, body) for pattern, becomes in HEADS if pattern.fullmatch(body)),
            None,
        )
        if NEAR.match(body):
            aside.append(Unread(line, "so few metres could be miles"))
            continue
        if words is None and re.match(r"(?:REST )?\d+|REST|max", body, re.I):
            words = _movement(body)
        if words is None:
            aside.append(
                Unread(line, "it is a comment" if not body else "it is not part of the session")
            )
        else:
            yield replace(line, body=words, level=(depths[line.number - 1], 0))


def _movement(body: str) -> str:
    """`12 wall_balls @9kg SYNC;` in plain words."""
    words = body.strip(" ;}").replace("_", " ")
    words = re.sub(
        r" (SYNC|@shared|@each)\b", lambda found: f" ({found[1].strip('@').lower()})", words
    )
    words = MOST.sub(r"\1 (as many reps as you can)", words)
    words = TEMPO.sub(r" (tempo \1)", words)
    words = re.sub(r"^REST (\d+:\d\d|\d+ ?\w*)", r"rest \1", words)
    return loaded(words)


def loaded(words: str) -> str:
    """`12 swings @1.5pood/1pood` with its load, or that of two categories, as an option."""
    return LOAD.sub(
        lambda found: f", {'/'.join(filter(None, (found[1], found[2])))} {found[3].lower()}",
        words,
    )
