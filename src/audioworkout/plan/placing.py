"""Cued segments to a timeline: every cue gets a time, a wording and a speed that fit.

The theory, in one paragraph. Tones stand where the plan puts them; speech moves. (A metronome's
beats are a bed under both: nothing moves for them, and they are softer under speech.) Inside
a segment, speech takes the room that tones and more important speech leave: first what
is said in turn at the end (the next exercise's name where work follows work), then what
is said in turn from the start, then what belongs to a certain time, then what is
optional. Speech that does not fit is never cut. In this order it gets a shorter wording,
an earlier start in the same segment, up to 15 % more speed, and then it is left out with
a warning. What is required is not left out: it may run under the countdown, lowered, and
if even that is too little it moves to the segment before. That is why segments are
placed from the last to the first.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from audioworkout.ground.diagnostics import Diagnostic, warning
from audioworkout.ground.units import SECOND, Ms
from audioworkout.plan.segments import BEAT, Cue, Edge, Priority, Segment, Sound, Speech
from audioworkout.plan.speech_rate import estimate, shortest
from audioworkout.plan.timeline import Event, Placed

GAP: Ms = 250  # between two phrases: heard as a comma, not as a stop
TONE_GAP: Ms = 120  # between a tone and speech: neither masks the other
RATES = (100, 107, 115)  # per cent of the voice's speed; past 115 % it sounds hurried
DUCK_DB = -6.0  # speech that a countdown sounds over
UNDER_DB = -6.0  # beats that sound under speech
TIP_ROOM: Ms = SECOND  # more than between two ticks of a countdown
END_ROOM: Ms = 6 * SECOND  # keeps an announcement at the end of work clear of "ten seconds"

LengthOf = Callable[[Sound], Ms]


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A cue with the wording, speed and length that were chosen for it."""

    cue: Cue
    speech: Speech
    length: Ms


@dataclass(slots=True)
class _Timetable:
    """What is heard when in one segment, while its cues are placed; times count from its start."""

    segment: Segment
    length: Ms
    length_of: LengthOf
    tones: list[Event] = field(default_factory=list)
    beats: list[Event] = field(default_factory=list)
    speech: list[Event] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)
    turn: Ms = 0  # where the next cue that is said in turn from the start would begin

    def say(self, phrase: _Phrase, start: Ms) -> None:
        end = start + phrase.length
        over = any(tone.start < end and start < tone.end for tone in self.tones)
        origin = phrase.cue.origin or self.segment.origin
        gain = DUCK_DB if over else 0.0
        self.speech.append(Event(start, phrase.length, phrase.speech, gain, origin))

    def leave_out(self, cue: Cue) -> None:
        if cue.priority is Priority.WANTED:
            message = f"no time to say “{cue.wordings[-1]}” here: it is left out"
            hint = "a longer interval, or a shorter wording"
            origin = cue.origin or self.segment.origin
            self.problems.append(warning(message, origin, hint, rule="left-out"))

    def free(self) -> list[tuple[Ms, Ms]]:
        """The stretches in which speech may stand, in order."""
        busy = [(tone.start - TONE_GAP, tone.end + TONE_GAP) for tone in self.tones]
        busy += [(event.start - GAP, event.end + GAP) for event in self.speech]
        stretches, start = [], 0
        for left, right in sorted(busy):
            if left > start:
                stretches.append((start, left))
            start = max(start, right)
        if self.length > start:
            stretches.append((start, self.length))
        return stretches


def place(
    segments: Sequence[Segment], length_of: LengthOf
) -> tuple[tuple[Placed, ...], tuple[Event, ...], tuple[Diagnostic, ...]]:
    """Segments in absolute time, events sorted by start, and warnings sorted by line.

    `length_of` gives the length of any sound in ms. It is asked only for what may be
    used, so that a caller can note what it was asked for and speak just that.
    """
    placed: list[tuple[Segment, Ms, list[Event]]] = []
    problems: list[Diagnostic] = []
    carried: tuple[Cue, ...] = ()
    for segment in reversed(segments):
        place_one = _place_untimed if segment.length is None else _place_timed
        table, carried = place_one(segment, carried, length_of)
        placed.append((segment, table.length, [*table.tones, *table.speech, *_bed(table)]))
        problems += table.problems
    start: Ms = 0
    rows: list[Placed] = []
    events: list[Event] = []
    for segment, length, inside in reversed(placed):
        rows.append(Placed(start, start + length, segment))
        events += [replace(event, start=event.start + start) for event in inside]
        start += length
    events.sort(key=lambda event: (event.start, event.end))
    unique = sorted(set(problems), key=lambda problem: (problem.span, problem.message))
    return tuple(rows), tuple(events), tuple(unique)


def _bed(table: _Timetable) -> Iterator[Event]:
    """The beats, softer under speech: it does not give way to them."""
    speech = sorted((event.start, event.end) for event in table.speech)
    passed = 0
    for beat in table.beats:
        while passed < len(speech) and speech[passed][1] <= beat.start:
            passed += 1
        under = passed < len(speech) and speech[passed][0] < beat.end
        yield replace(beat, gain_db=UNDER_DB) if under else beat


def _place_untimed(
    segment: Segment, carried: tuple[Cue, ...], length_of: LengthOf
) -> tuple[_Timetable, tuple[Cue, ...]]:
    """A segment that is as long as what it says: everything in turn, in its longest wording."""
    table = _Timetable(segment, 0, length_of)
    for cue in (*segment.cues, *carried):
        start = table.length + (GAP if table.length else 0)
        if cue.sound is None:
            speech = Speech(cue.wordings[0])
            phrase = _Phrase(cue, speech, length_of(speech))
            table.say(phrase, start)
            table.length = start + phrase.length
        else:
            origin = cue.origin or segment.origin
            tone = Event(start, length_of(cue.sound), cue.sound, 0.0, origin)
            table.tones.append(tone)
            table.length = tone.end
    return table, ()


def _place_timed(
    segment: Segment, carried: tuple[Cue, ...], length_of: LengthOf
) -> tuple[_Timetable, tuple[Cue, ...]]:
    """The segment's timetable, and the cues that are carried into the next.

    Tones have their times and come first; then what must be said, the end before the start because
    a countdown cannot move; what is optional takes the gaps that are left.
    """
    assert segment.length is not None
    table = _Timetable(segment, segment.length, length_of)
    for cue in segment.cues:
        if cue.sound is not None:
            origin = cue.origin or segment.origin
            start = _target(cue, table.length)
            events = table.beats if cue.sound == BEAT else table.tones
            events.append(Event(start, length_of(cue.sound), cue.sound, 0.0, origin))
    spoken = [cue for cue in segment.cues if cue.sound is None]
    needed = [cue for cue in spoken if cue.priority > Priority.OPTIONAL]
    at_end = [cue for cue in needed if cue.edge is Edge.END]
    moved_from_end = _in_turn_at_end(table, [*at_end, *carried])
    moved = _in_turn_from_start(table, [cue for cue in needed if cue.edge is Edge.START])
    for cue in needed:
        if cue.edge is Edge.AT:
            _at_its_time(table, cue)
    for cue in spoken:
        if cue.priority is Priority.OPTIONAL:
            (_at_its_time if cue.edge is Edge.AT else _after_the_turn)(table, cue)
    return table, (*moved, *moved_from_end)


def _target(cue: Cue, length: Ms) -> Ms:
    return cue.offset if cue.offset >= 0 else length + cue.offset


def _opening(table: _Timetable) -> Ms:
    """Where speech may begin after the tone that opens the segment."""
    return max((tone.end + TONE_GAP for tone in table.tones if tone.start == 0), default=0)


def _in_turn_from_start(table: _Timetable, cues: Sequence[Cue]) -> Sequence[Cue]:
    """Says cues one after another from the start; returns those that must be said before it."""
    start = table.turn = _opening(table)
    if not cues:
        return ()
    before_next = next((right for left, right in table.free() if left <= start < right), start)
    under_countdown = min((event.start - GAP for event in table.speech), default=table.length)
    flow = _fit(table, cues, [(start, before_next)], [(start, under_countdown)])
    if flow is None:
        return _required(cues)
    for phrase in flow[0]:
        table.say(phrase, start)
        start += phrase.length + GAP
    table.turn = start
    return ()


def _in_turn_at_end(table: _Timetable, cues: Sequence[Cue]) -> Sequence[Cue]:
    """Says cues one after another so that the last ends before the countdown, or the end."""
    if not cues:
        return ()
    start = _opening(table)
    countdown = [tone.start for tone in table.tones if tone.start >= table.length - 3 * SECOND]
    end = min(countdown, default=table.length + TONE_GAP) - TONE_GAP
    stretches = [(max(start, end - END_ROOM), end), (start, end)]
    flow = _fit(table, cues, stretches, [(start, table.length)])
    if flow is None:
        return _required(cues)
    phrases, (_, end) = flow
    for phrase in reversed(phrases):
        table.say(phrase, end - phrase.length)
        end -= phrase.length + GAP
    return ()


def _required(cues: Sequence[Cue]) -> tuple[Cue, ...]:
    return tuple(cue for cue in cues if cue.priority is Priority.REQUIRED)


def _fit(
    table: _Timetable,
    cues: Sequence[Cue],
    stretches: Sequence[tuple[Ms, Ms]],
    last_resort: Sequence[tuple[Ms, Ms]],
) -> tuple[list[_Phrase], tuple[Ms, Ms]] | None:
    """Wordings and speed with which cues fit in turn into the first stretch that takes them.

    Those that are only wanted are left out one by one, the first first, and only what is
    required tries the last resort. None where even that does not fit.
    """
    required = _required(cues)
    wanted = [cue for cue in cues if cue.priority is not Priority.REQUIRED]
    flow = None
    for dropped in range(len(wanted) + 1):
        kept = [cue for cue in cues if cue in required or cue in wanted[dropped:]]
        flow = _first_fit(table.length_of, kept, stretches)
        if flow is not None:
            break
    else:
        flow = _first_fit(table.length_of, required, last_resort)
    for cue in wanted[:dropped]:
        table.leave_out(cue)
    return flow


def _first_fit(
    length_of: LengthOf, cues: Sequence[Cue], stretches: Sequence[tuple[Ms, Ms]]
) -> tuple[list[_Phrase], tuple[Ms, Ms]] | None:
    for start, end in stretches:
        flow = _wordings(length_of, cues, end - start)
        if flow is not None:
            return flow, (start, end)
    return None


def _wordings(length_of: LengthOf, cues: Sequence[Cue], room: Ms) -> list[_Phrase] | None:
    """The longest wordings that fit into `room` together; else the shortest, spoken faster."""
    choice = [0] * len(cues)
    # Shorten what matters least first, and of equals the last.
    order = sorted(range(len(cues)), key=lambda index: (cues[index].priority, -index))
    while True:
        flow = _measured(length_of, cues, choice, RATES[0], room)
        if flow is not None:
            return flow
        shortable = [index for index in order if choice[index] + 1 < len(cues[index].wordings)]
        if not shortable:
            break
        choice[shortable[0]] += 1
    for rate_percent in RATES[1:]:
        flow = _measured(length_of, cues, choice, rate_percent, room)
        if flow is not None:
            return flow
    return None


def _measured(
    length_of: LengthOf, cues: Sequence[Cue], choice: Sequence[int], rate_percent: int, room: Ms
) -> list[_Phrase] | None:
    texts = [cue.wordings[index] for cue, index in zip(cues, choice, strict=True)]
    gaps = GAP * (len(texts) - 1)
    if sum(shortest(text, rate_percent) for text in texts) + gaps > room:
        return None
    flow = []
    for cue, text in zip(cues, texts, strict=True):
        speech = Speech(text, rate_percent)
        flow.append(_Phrase(cue, speech, length_of(speech)))
    return flow if sum(phrase.length for phrase in flow) + gaps <= room else None


def _at_its_time(table: _Timetable, cue: Cue) -> None:
    """Says a cue at its time or, where it does not fit there, as little earlier as need be."""
    target = _target(cue, table.length)
    free = table.free()
    tries = [(text, RATES[0], 0) for text in cue.wordings]
    tries += [(text, RATES[0], cue.slack) for text in cue.wordings if cue.slack]
    tries += [(cue.wordings[-1], rate_percent, cue.slack) for rate_percent in RATES[1:]]
    for text, rate_percent, slack in tries:
        stretches = [
            (max(left, target - slack), right)
            for left, right in free
            if left <= target and right - max(left, target - slack) >= shortest(text, rate_percent)
        ]
        if not stretches:
            continue
        speech = Speech(text, rate_percent)
        length = table.length_of(speech)
        for left, right in reversed(stretches):
            start = min(target, right - length)
            if start >= left:
                table.say(_Phrase(cue, speech, length), start)
                return
    table.leave_out(cue)


def _after_the_turn(table: _Timetable, cue: Cue) -> None:
    """Says an optional cue after what was said in turn from the start, as long as it fits."""
    free = [(max(left, table.turn), right) for left, right in table.free() if right > table.turn]
    left, right = free[0] if free else (0, 0)
    if right - left < TIP_ROOM:
        return
    for text in cue.wordings:
        last = text == cue.wordings[-1]  # the one that is tried wherever it may fit
        if (shortest if last else estimate)(text) > right - left:
            continue
        speech = Speech(text)
        length = table.length_of(speech)
        if length <= right - left:
            table.say(_Phrase(cue, speech, length), left)
            table.turn = left + length + GAP
            return
