"""Numbers as people write them, in digits as a workout file has them."""

import re
from functools import lru_cache

from audioworkout.words.numbers import ENGLISH

PHRASES = (
    (re.compile(r"\bhalf (?:a|of a) minute\b|\bhalf-minute\b", re.I), "30 s"),
    (re.compile(r"\b(?:a|one) minute and a half\b|\bone and a half minutes\b", re.I), "1.5 min"),
    (re.compile(r"\b(?:a|one)[ -]minute\b(?! on)", re.I), "1 min"),
    (re.compile(r"\b(?:a|one) dozen\b", re.I), "12"),
    (re.compile(r"\bonce more\b", re.I), "1 more times"),
    (re.compile(r"\bonce(?=[ .:!]*$| through)", re.I), "1 times"),
    (re.compile(r"\btwice more\b", re.I), "2 more times"),
    (re.compile(r"\btwice(?=[ .:!]*$| through)", re.I), "2 times"),
    (re.compile(r"\bthrice\b", re.I), "3 times"),
)
FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}
FRACTION = re.compile(r"(?:([0-9]{1,6}) ?)?([½¼¾⅓⅔])")
SIGNS = str.maketrans(
    {
        "–": "-",
        "—": "-",
        "−": "-",
        "‐": "-",
        "‑": "-",
        "×": "x",
        "✕": "x",
        "✖": "x",
        "’": "'",
        "‘": "'",
        "′": "'",
        "″": '"',
        "“": '"',
        "”": '"',
        "„": '"',
        "⁄": "/",
    }
)
FRACTION_WRITTEN = re.compile(
    r"(?<![0-9/.])(?:([0-9]{1,3}) )?([1-3])/([2348])(?= ?(?:mi|km|h)[a-z]*\b)"
)
SECONDS = re.compile(r"(?<![0-9:.,])\*?:([0-5][0-9])(?![0-9:.])")
HYPHENED = re.compile(
    r"\b([0-9][0-9.,]{0,7})-(?=(?:sec(?:ond)?|min(?:ute)?|m|met(?:er|re)|mile|yard|km|cal(?:orie)?|rep"
    r"|hour|foot|ft|inch|in|pound|lb|kg)s?\b)",
    re.I,
)
UNIT_POINT = re.compile(r"(?<=[0-9 ])(lbs?|kgs?|in|ft|oz|mins?|secs?|reps?)\.(?=[ /,;)]|$)", re.I)
DECIMAL_COMMA = re.compile(
    r"(?<![0-9,.])([0-9]{1,3}),([0-9]{1,2})(?= ?(?:min|km|kg|h|s|sec|mi|pood|lbs?|cm|/)\b)"
)
THOUSANDS = re.compile(r"(?<![0-9,.])([1-9][0-9]{0,2}),([0-9]{3})(?![0-9,.])")
BETWEEN = re.compile(r"(?<![/0-9.])([0-9]+(?:\.[0-9]+)?) ?(?:-|to|or) ?(?=[0-9])")
WORD = re.compile(r"[A-Za-z]+|[0-9.]+|[^A-Za-z0-9.]+")
COUNTED = re.compile(
    r"(?:seconds?|secs?|s|minutes?|mins?|hours?|reps?|repetitions?|rounds?|sets?|times|circuits?|"
    r"laps?|intervals?|more|x|of|each|per|supersets?)\b",
    re.I,
)
PAIRED = ("leg", "arm", "hand", "foot", "side", "way", "step", "point", "count")
"""What a number word in front counts as part of a name: `one-arm row`, `two hand swing`."""


@lru_cache(maxsize=1024)
def plain(text: str) -> str:
    """The text with numbers in digits, one kind of dash, and a point in decimals."""
    text = FRACTION.sub(_fraction, text.translate(SIGNS))
    text = FRACTION_WRITTEN.sub(_written_fraction, SECONDS.sub(r"\1 s", text))
    text = without_points(HYPHENED.sub(r"\1 ", text))
    for phrase, figures in PHRASES:
        text = phrase.sub(figures, text)
    text = THOUSANDS.sub(r"\1\2", DECIMAL_COMMA.sub(r"\1.\2", _digits(text)))
    return BETWEEN.sub(r"\1-", text)


def without_points(text: str) -> str:
    """The text without the full stops of short units: `95 lb.` ends no sentence."""
    return UNIT_POINT.sub(r"\1", text)


def _fraction(found: re.Match[str]) -> str:
    value = int(found[1] or 0) + FRACTIONS[found[2]]
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _written_fraction(found: re.Match[str]) -> str:
    value = int(found[1] or 0) + int(found[2]) / int(found[3])
    return f"{value:.3f}".rstrip("0").rstrip(".")


def _digits(text: str) -> str:
    """Number words in digits where they count something, or begin the line."""
    words = WORD.findall(text)
    out: list[str] = []
    index = 0
    while index < len(words):
        number, after = ENGLISH.spelled_at(words, index)
        if after > index and (_counts(words, after) or (not out and _begins(words, after))):
            out.append(str(number))
            index = after
        else:
            out.append(words[index])
            index += 1
    return "".join(out)


def _counts(words: list[str], after: int) -> bool:
    """Whether a unit follows, past a range's second number."""
    rest = words[after : after + 6]
    while rest and (rest[0].strip() in ("", "-") or rest[0].lower() in ("to", "or")):
        rest.pop(0)
    if rest and (ENGLISH.value(rest[0].lower()) is not None or rest[0].isdigit()):
        return any(COUNTED.match(word) for word in rest[1:])
    return bool(rest and COUNTED.fullmatch(rest[0]))


def _begins(words: list[str], after: int) -> bool:
    """Whether a number at the start of a line counts what follows: `ten push-ups`."""
    return (
        len(words) > after + 1
        and words[after] == " "
        and words[after + 1].lower().rstrip("s") not in PAIRED
        and words[after + 1].isalpha()
    )
