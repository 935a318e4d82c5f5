"""What stands around a text on a page: bylines, dates, links to other pages, comments."""

import re

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
DATE = (
    rf"(?:{MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|\d{{1,2}}(?:st|nd|rd|th)? {MONTH},? \d{{4}}"
    rf"|\d{{4}}-\d\d-\d\d|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}})"
)
FURNITURE = re.compile(
    rf"(?:by|words|text|story|written by|photos? by|reviewed by|medically reviewed by):?"
    rf" [A-Z]?.{{2,80}}\|.*"
    r"|(?:by|written by|words by|photos? by|reviewed by|medically reviewed by|edited by:?)"
    r" (?:the )?"
    r"[\w.'’-]+(?: (?:and )?[\w.'’-]+){0,5}(?:,? .{0,40}\d{4})?(?: ?[·|•–-].*)?"
    rf"|(?:(?:last )?(?:updated|published|posted|modified|reviewed)\b.{{0,20}}?:? ?(?:on"
    rf" )?)?{DATE}[^\d]{{0,40}}"
    r"|(?:edited|written|reviewed|photographed|fact[- ]checked) by:? [^\d]{2,80}"
    r"|(?:posted|filed|published|tagged|categori[sz]ed) (?:in|under|on|by|with)\b.*"
    r"|.{0,80}\b\d{1,3}[ -]?min(?:ute)?s?(?: of)? read(?:ing)?(?: time)?\b.{0,40}"
    r"|(?:.{0,60}[|·•] ?)?(?:\d{1,4}|no|leave a|add a|post a|view(?: all)?) (?:comments?"
    r"|repl(?:y|ies)|responses?|shares?|likes?|views?|votes?|upvotes?|points?)\b.{0,60}"
    r"|(?:related|read (?:next|more|also|on)|see also|you (?:may|might) also (?:like|enjoy)|more"
    r" (?:from|on|like|in|stories|articles|workouts)"
    r"|up next|recommended|popular|trending|also read|further reading|next (?:post|article|up)"
    r"|previous (?:post|article)"
    r"|keep reading|don't miss|editor's picks?|watch next|latest)\b(?: posts?| articles?|"
    r" stories| content| reading| reads| from .{0,30}| for you)?(?::.*|$)"
    r"|(?:share (?:this|on|via)|follow us|subscribe|sign up|sign in|log ?in|register (?:now"
    r"|here)|join (?:us|now|our)"
    r"|skip to (?:content|main)|back to top|pin it|about the author|all rights reserved|buy now"
    r"|table of contents"
    r"|jump to the?|in this article|download (?:the|our|this)|click here)\b.{0,60}"
    r"|(?:share|newsletter|advertisement|sponsored|menu|home|search|print|save|tweet|cookies?"
    r"|privacy|terms|contact"
    r"|about(?: us)?|shop|tags?|categories|contents|email|facebook|twitter|pinterest|instagram"
    r"|reply|like|comments?)[:.]?"
    r"|(?:tags?|categories|category|topics?|photo(?:s| credit)?|image(?: credit)?|images|source"
    r"|credits?|caption|via):.*"
    r"|(?:©|\(c\)|copyright).*"
    r"|.*\b(?:affiliate links?|our newsletter|privacy policy|all rights reserved|weekly"
    r" newsletter|is free[.!]?$)\b.*"
    r"|(?:liked?|enjoy(?:ed)?|love[d]?) (?:what you read|this|it|the article)\b.*",
    re.I,
)
GREETING = re.compile(
    r"(?:hey|hi|hello|hiya|good (?:morning|evening|afternoon)|thanks|thank you|cheers|enjoy|have"
    r" fun|good luck"
    r"|let me know|here(?:'s|’s| is| are) (?:your|a|an|the|my|our|today|tomorrow|some|what)"
    r"|happy to)\b.{0,120}"
    r"|(?:yo|ok(?:ay)?|alright|right|so|morning|sure|certainly|of course|absolutely|great"
    r"|perfect|yes|yep)[,!.].{0,120}",
    re.I,
)
ENDING = re.compile(
    r"(?:leave a (?:reply|comment)|(?:\d{1,4} )?(?:comments?|responses|replies)(?: \(\d+\))?"
    r"|related (?:posts?|articles?|content|stories|reading)|you (?:may|might) also like|read"
    r" next|read more"
    r"|more (?:from|like this|stories|articles)|about the author|post navigation|share"
    r" this)\b[^.]{0,30}:?",
    re.I,
)
LONGEST = 200  # characters of what is furniture


def is_furniture(text: str) -> bool:
    """Whether a line belongs to the page around a text."""
    return len(text) <= LONGEST and FURNITURE.fullmatch(text.strip()) is not None


def is_greeting(text: str) -> bool:
    """Whether a line speaks to the reader, as chats do before and after a plan."""
    return len(text) <= LONGEST and GREETING.fullmatch(text.strip()) is not None


def ends_text(text: str) -> bool:
    """Whether what stands below a line belongs to others: comments, links to other pages."""
    return len(text) <= LONGEST and ENDING.fullmatch(text.strip()) is not None
