"""What a line of a step says in words that the workout language puts otherwise."""

import re

from audioworkout.importing.plain_text import plain

SECONDS = r"(\d{1,2})(?:-\d{1,2})? ?(?:seconds?|secs?|s)\b\.?"
PLACE = (
    r"(?:(?: at| in| on| with)? (?:the |your )?(?:top|bottom|middle|end|end range|each rep|every"
    r" rep)(?: position| of each(?: rep)?| of every rep)?)"
)
REWRITES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.I), becomes)
    for pattern, becomes in (
        (
            rf",? ?\(?(?:with (?:an? )?)?(?:hold|pause|squeeze)(?: for)? {SECONDS}{PLACE}\)?",
            r", hold \1s",
        ),
        (rf",? ?\(?(?:with (?:an? )?)?{SECONDS} (?:hold|pause|squeeze){PLACE}\)?", r", hold \1s"),
        (
            rf",? ?\(?(?:lower(?:ing)?(?: for| over)? |take )?{SECONDS} "
            r"(?:down|lowering|lower|eccentric|negative|on the way down|to lower|descent)\)?(?=$"
            r"|[ ,;)])",
            r", tempo \1-0-1",
        ),
        (rf",? ?\(?lower(?:ing)? (?:for|over|in) {SECONDS}\)?", r", tempo \1-0-1"),
        (r" ?[:–—-] ?hold(?: (each (?:side|leg|arm)))?(?: for)? (?=\d)", r" \1: "),
        (r"^sets: ?(\d{1,2})[,;.]? *reps: ?(\d{1,3}(?:-\d{1,3})?)\b[,;.]?.*", r"\1 x \2"),
        (r"(?<=\d) steps(?= (?:each|per|on each|a|/)|$)", " reps"),
    )
)
HOLDS = 4  # the rewrites before are of reps
LABEL = re.compile(r"^[A-H]\d(?: ?[.):]| [–—-]) (?=\S)")
BOTH_WAYS = re.compile(r"\b(?:in )?(?:each|per|every|both) (?:directions?|ways?)\b", re.I)
ON_SIDES = re.compile(r" \((?:on )?(?:each|per|both|every) (side|leg|arm|hand|foot)s?\)", re.I)
REPS = re.compile(r"\bx\d|x \d|\d ?x|\breps?\b|\d (?:each|per)\b", re.I)


def in_notation(body: str) -> str:
    """A line with pauses in reps, slow ways down and steps as the language has them."""
    body = BOTH_WAYS.sub("per side", ON_SIDES.sub(r" per \1", LABEL.sub("", body)))
    if not any(map(str.isdigit, body)):
        return body
    dosed = REPS.search(plain(body)) is not None
    text = body
    for pattern, becomes in REWRITES if dosed else REWRITES[HOLDS:]:
        text = pattern.sub(becomes, text)
    return " ".join(re.sub(r" +:(?=[ \d])", ": ", text).split())
