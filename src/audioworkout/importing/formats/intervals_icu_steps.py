"""A step in the text notation of Intervals.icu: its words, its length, its target."""

import re
from dataclasses import dataclass, replace

from audioworkout.ground.diagnostics import START
from audioworkout.ground.units import HOUR, SECOND, Ms, clock
from audioworkout.importing.draft import DraftItem, DraftStep, Unread
from audioworkout.importing.formats.timed_rows import pause_kind
from audioworkout.importing.lines import PastedLine
from audioworkout.importing.steps import parse_step
from audioworkout.language.durations import (
    KM_PER_MILE,
    LONGEST,
    format_duration,
    parse_distance,
)
from audioworkout.language.grammar import Mistake
from audioworkout.language.model import Distance, Dose, Pause, PauseKind, Range, TimedWords, Work

TIME = re.compile(
    r"(?<![\w.:/%^-])(?=[0-9])(?:([0-9]{1,2}(?:\.[0-9])?)h(?:ours?|rs?)?(?![a-z]))?"
    r"(?:([0-9]{1,4})(?:m(?![a-z])|mins?\b|'(?!')))?"
    r"(?:([0-9]{1,5})(?:s(?:ecs?)?(?![a-z])|\"|''))?(?:([0-9]{1,2})(?![0-9]))?(?![\w/%^'\".:])",
    re.I,
)
DISTANCE = re.compile(
    r"(?<![\w.:/%^-])([0-9]{1,5}(?:\.[0-9]{1,3})?) ?"
    r"(kms?|mtrs?|met(?:er|re)s?|mi|miles?|y|yds?|yrds?|yards?)(?![\w/])",
    re.I,
)
UNITS = {"k": ("km", 1000.0), "mi": ("mi", KM_PER_MILE * 1000), "y": ("yards", 0.9144)}
IN_METRES = ("metres", 1.0)
CLOCK = r"([0-9]{1,2}:[0-5][0-9])"
OF = r"(?:/([0-9]{0,4}) ?(km|mi|m|y|mtr|k)\b)?"
PACE = re.compile(rf"{CLOCK}{OF}(?:-{CLOCK}{OF})?(?: ?pace)?", re.I)
PERCENT = re.compile(
    r"([0-9]{1,3}(?:-[0-9]{1,3})?)%?(?<=%)(?: +(?!HR|LTHR|pace|MMP|FTP)(.*))?", re.I
)
SPORTS = (
    (re.compile(r"/100 ?(?:m|y)|\bswim|\bpool\b|\bCSS\b", re.I), "swim"),
    (re.compile(r"/(?:500|250) ?m\b|\brow(?:ing)?\b|\berg\b", re.I), "row"),
    (re.compile(r"\bpace\b|/km\b|/mi\b|\brun", re.I), "run"),
    (re.compile(r"[0-9] ?w\b|rpm\b|freeride|\bbike|\bcycl|\bride\b", re.I), "ride"),
)
SHORT = re.compile(r"[0-9] ?(?:mtrs?|met(?:er|re)s?|y(?:r?ds?|ards?)?)\b", re.I)
RUNS = re.compile(r"/km\b|/mi\b|\brun|\bjog|\bstrides?\b", re.I)
ANY_SPORT = "steady effort"
# A pace in the sport's usual unit, for a distance whose target is none: as an easy one is.
EASY: dict[str, tuple[str, float]] = {
    "run": ("6:00", 1000.0),
    "swim": ("2:12", 100.0),
    "row": ("2:15", 500.0),
    "ride": ("2:30", 1000.0),
    ANY_SPORT: ("6:00", 1000.0),
}
SHOWN = {1000.0: "km", 100.0: "100 m", 500.0: "500 m"}
RECOVERY = re.compile(r"(?:easy |active )?(?:recover(?:y|ies)?|rest)\b", re.I)
NOTHING = re.compile(r"(?:0 ?%?|0 ?w|rest|intensity=rest)(?: .*)?", re.I)
OPTIONS = re.compile(r"\b(?:hr|power|pace)=\w+|\bintensity=(?!rest)\w+", re.I)
PRESS_LAP = re.compile(r"\b(?:press[ -]?lap|lap[ -]?press)\b", re.I)
REST_BEHIND = re.compile(r"(.*?)\s*(?<=\s)([0-9]\S*) rest", re.I)
SETS = re.compile(r"([0-9]{1,2}) ?[x×] ?(?=[0-9])", re.I)
PROMPT = re.compile(r"(?:^| )(-?[0-9]{1,5})s?\^ ?")
MANY = re.compile(r"(?<![\w.:/%^-])(?<!per )([0-9]{2,5})m(?![a-z0-9])", re.I)
# So many minutes that are a multiple of 25 are rather metres: of a ride, of another sport, and
# where the text has such lengths already.
LIKE_METRES = {"ride": 400, ANY_SPORT: 400}
LIKE_METRES_ELSE = 100
LIKE_METRES_AGAIN = 25


def sport_of(text: str) -> str:
    """What the targets of a text are of, or a name for any sport."""
    found = next((sport for words, sport in SPORTS if words.search(text)), ANY_SPORT)
    # A pace alone, of metres or yards, is of a swim as well.
    return ANY_SPORT if found == "run" and SHORT.search(text) and not RUNS.search(text) else found


@dataclass(frozen=True, slots=True)
class StepContext:
    """What a whole text says of each of its steps: the sport, and what no minutes can be."""

    sport: str
    most_minutes: int


def context_of(text: str) -> StepContext:
    """The sport of a text, and from how many minutes on a multiple of 25 is metres in it."""
    sport = sport_of(text)
    most = LIKE_METRES.get(sport, LIKE_METRES_ELSE)
    minutes = (int(found[1]) for found in MANY.finditer(text))
    metres = any(one >= most and not one % 25 for one in minutes)
    return StepContext(sport, LIKE_METRES_AGAIN if metres else most)


@dataclass(frozen=True, slots=True)
class FoundDose:
    """A duration (in ms), or a distance in metres; its text, and where it stands in the step."""

    text: str
    start: int
    end: int
    length: Ms = 0
    metres: float = 0.0


def dose(text: str) -> FoundDose | None:
    """The first duration or distance of a step."""
    found = [
        FoundDose(format_duration(length), at.start(), at.end(), length)
        for at in TIME.finditer(text)
        if any(at.groups()[:3]) and 0 < (length := _milliseconds(at)) <= LONGEST
    ]
    found += map(_distance, (at for at in DISTANCE.finditer(text) if float(at[1])))
    return min(found, key=lambda dose: dose.start, default=None)


def _distance(at: re.Match[str]) -> FoundDose:
    known = (it for key, it in UNITS.items() if at[2].lower().startswith(key))
    unit, metres = next(known, IN_METRES)
    return FoundDose(f"{at[1]} {unit}", at.start(), at.end(), metres=float(at[1]) * metres)


def _milliseconds(at: re.Match[str]) -> Ms:
    """`1h30`, `1m30`: a number at the end is of the next smaller unit."""
    minutes, seconds, odd = (int(group or 0) for group in at.groups()[1:])
    if at[4] and not at[2]:
        minutes, odd = minutes + odd, 0
    return round(float(at[1] or 0) * HOUR) + (minutes * 60 + seconds + odd) * SECOND


def read(text: str, line: PastedLine, context: StepContext) -> list[DraftItem]:
    """The step of a line without its bullet, and the rest that it may have behind it."""
    try:
        return list(_Step(text, line, context).items())
    except Mistake as mistake:
        return [Unread(line, mistake.message)]


class _Step:
    """A step while it is read; `reasons` are what was chosen."""

    def __init__(self, text: str, line: PastedLine, context: StepContext) -> None:
        own = sport_of(text)
        self.line = line
        self.context = context
        named = own in ("swim", "row") or RUNS.search(text)
        self.sport = own if named else context.sport
        self.reasons: list[str] = []
        self.pace: Ms | None = None  # per km
        self.prompts, self.text = _prompts(text)
        if PRESS_LAP.search(self.text):
            self.reasons.append("`press lap`: it ends with its time here")
        self.text = " ".join(OPTIONS.sub(" ", PRESS_LAP.sub(" ", self.text)).split())

    def items(self) -> list[DraftItem]:
        sets = SETS.match(self.text)
        text, behind = self.without_rest(self.text[sets.end() :] if sets else self.text)
        found = dose(text)
        if long := next((one[0] for one in MANY.finditer(text) if self.is_metres(one)), None):
            raise Mistake(f"`{long}` is minutes here: metres are `mtr`")
        if found is None:
            raise Mistake("it has no duration, such as `10m` or `30s`")
        cue = text[: found.start].strip(" ,:-")
        target = " ".join(text[found.end :].split()).strip(" ,-")
        if found.length and self.is_rest(cue, target):
            return [self.pause(found.length)]
        work = self.work(cue or (self.prompts[0][1] if self.prompts else ""), found, target)
        if sets:
            count = int(sets[1])
            work = replace(work, sets=Range(count, count) if count > 1 else None)
        made: list[DraftItem] = [DraftStep(work, self.line, tuple(self.reasons))]
        self.reasons = []
        return [*made, self.pause(behind.length)] if behind else made

    def without_rest(self, text: str) -> tuple[str, FoundDose | None]:
        """A step without the rest at its end (`200mtr Z2 20s rest`), and that rest."""
        found = REST_BEHIND.fullmatch(text)
        if found is None or dose(found[1]) is None:
            return text, None
        rest = dose(found[2])
        return (found[1], rest) if rest and rest.length else (text, None)

    def is_metres(self, found: re.Match[str]) -> bool:
        """Whether minutes are so many, and so round, that metres were meant."""
        minutes = int(found[1])
        return not minutes % 25 and minutes >= self.context.most_minutes

    def is_rest(self, cue: str, target: str) -> bool:
        if NOTHING.fullmatch(target):
            return True
        return pause_kind(cue) is PauseKind.REST and not target and not RECOVERY_RUN.match(cue)

    def pause(self, length: Ms) -> DraftStep:
        reasons, self.reasons = tuple(self.reasons), []
        return DraftStep(Pause(PauseKind.REST, Range(length, length), START), self.line, reasons)

    def work(self, cue: str, found: FoundDose, target: str) -> Work:
        name = self.name(cue)
        length, target = self.paced(found, target) if found.metres else (found.length, target)
        work = parse_step(f'{format_duration(length)} "{name.replace(chr(34), chr(39))}"')
        if not isinstance(work, Work):
            raise Mistake("it names no exercise")
        if found.metres:
            work = replace(work, dose=self.distance(found, length))
        effort = PERCENT.fullmatch(target)
        note = effort[2] if effort else target
        cues = tuple(TimedWords(at * SECOND, words, START) for at, words in self.prompts if at)
        return replace(
            work,
            intensity=f"{effort[1].replace('%', '')}%" if effort else None,
            note=note or None,
            cues=cues,
        )

    def distance(self, found: FoundDose, length: Ms) -> Dose:
        """The distance at its pace per kilometre, or in the time that another pace gives it."""
        exact = self.pace is not None and self.pace % SECOND == 0
        target = f"{clock(self.pace or 0)}/km" if exact else format_duration(length)
        spelled = parse_step(f"{found.text} run at {target}")
        if isinstance(spelled, Work) and spelled.dose:
            return spelled.dose
        return Distance(*parse_distance(found.text), Range(length, length))

    def paced(self, found: FoundDose, target: str) -> tuple[Ms, str]:
        """The time that a distance takes, and what its target says beside the pace."""
        given = PACE.search(target)
        usual = EASY[self.sport][1]
        if given is None:
            text, of = EASY[self.sport]
            self.reasons.append(f"no pace is given: {text}/{SHOWN[of]}")
            fast = slow = _seconds(text)
        else:
            of = _metres(given[2], given[3]) or _metres(given[5], given[6]) or 0.0
            fast, slow = _seconds(given[1]), _seconds(given[4] or given[1])
            target = "" if target == given[0] and fast == slow else target
        if not of:
            of = usual
            self.reasons.append(f"the pace has no unit: it is of {SHOWN[of]}")
        if fast != slow:
            self.reasons.append("the middle of its paces")
        middle = (fast + slow) / 2
        self.pace = round(middle * SECOND) if of == 1000.0 else None
        return round(found.metres / of * middle) * SECOND, target

    def name(self, cue: str) -> str:
        """What to call a step: its words, or the sport that the targets are of."""
        if not any(map(str.isalpha, cue)):
            return self.sport
        recovery = RECOVERY.match(cue)
        if recovery and recovery.end() == len(cue):
            return "recovery effort" if self.sport == ANY_SPORT else f"recovery {self.sport}"
        return cue


RECOVERY_RUN = re.compile(r"recover", re.I)


def _prompts(text: str) -> tuple[list[tuple[int, str]], str]:
    """The words at times of `First 33^Second <!> 10m 60%`, in seconds, and the step behind them."""
    head, mark, tail = text.rpartition("<!>")
    if not mark:
        return [], text
    parts = PROMPT.split(head.strip())
    timed = zip(parts[1::2], parts[2::2], strict=True)
    found = [(0, parts[0].strip()), *((int(at), words.strip()) for at, words in timed)]
    return [(at, words) for at, words in found if words], tail.strip()


def _seconds(pace: str) -> int:
    minutes, _, seconds = pace.partition(":")
    return int(minutes) * 60 + int(seconds)


def _metres(count: str | None, unit: str | None) -> float:
    """The distance that a pace is of (`/km`, `/100m`, `/100y`), in metres; 0 if it has none."""
    if unit is None:
        return 0.0
    one = {"km": 1000.0, "k": 1000.0, "mi": KM_PER_MILE * 1000, "y": 0.9144}.get(unit.lower(), 1.0)
    return one * (int(count) if count else 1)
