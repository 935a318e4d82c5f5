"""The rules of the W3C's feed validator that a podcast's feed can break, under its names for them.

Each says whether a feed keeps it, and how to break it: what to replace by what in the feed of
`feeds.py`. The W3C's program is no package, so its rules are written out here.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parseaddr, parsedate_to_datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

NS = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "psc": "http://podlove.org/simple-chapters",
}
URI = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+(/([A-Za-z0-9._~!$&'()*+,;=:@/?#-]|%[0-9A-F]{2})*)?")
DAY = r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d\d[03]0"
REPEATED = {"item", "itunes:category"} | {
    f"podcast:{name}" for name in ("funding", "person", "transcript", "alternateEnclosure")
}


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as text and as elements."""

    text: str

    @property
    def channel(self) -> ET.Element:
        return ET.fromstring(self.text)[0]

    @property
    def items(self) -> list[ET.Element]:
        return self.channel.findall("item")

    def texts(self, path: str) -> list[str]:
        """The texts of all elements of the channel at a path."""
        return [each.text or "" for each in self.channel.findall(path, NS)]

    def values(self, path: str, attribute: str) -> list[str]:
        """An attribute of all elements of the channel at a path; "" where it is missing."""
        return [each.get(attribute, "") for each in self.channel.findall(path, NS)]

    def urls(self) -> list[str]:
        """All that has to be a whole URL."""
        paths = ("link", "image/url", "image/link", "item/link")
        attributes = {"url", "href", "img", "uri"}
        return [text for path in paths for text in self.texts(path)] + [
            value
            for element in self.channel.iter()
            for name, value in element.attrib.items()
            if name in attributes
        ]

    def dates(self) -> list[str]:
        return self.texts("lastBuildDate") + self.texts("item/pubDate")


@dataclass(frozen=True, slots=True)
class Rule:
    keeps: Callable[[Feed], bool]
    breaks: tuple[str, str]


def _each(values: list[str], pattern: str) -> bool:
    return bool(values) and all(re.fullmatch(pattern, value) for value in values)


def _present(*paths: str) -> Callable[[Feed], bool]:
    return lambda feed: all(any(feed.texts(path)) for path in paths)


def _single(feed: Feed) -> bool:
    names = {f"{{{uri}}}": f"{prefix}:" for prefix, uri in NS.items()}
    for parent in (feed.channel, *feed.items):
        tags = [re.sub(r"\{.*\}", lambda found: names[found[0]], each.tag) for each in parent]
        if any(tags.count(tag) > 1 for tag in set(tags) - REPEATED):
            return False
    return True


def _html(feed: Feed) -> list[str]:
    return feed.texts("item/description") + feed.texts("item/content:encoded")


def _right_day(feed: Feed) -> bool:
    return all(parsedate_to_datetime(date).strftime("%a") == date[:3] for date in feed.dates())


def _description_first(feed: Feed) -> bool:
    content = f"{{{NS['content']}}}encoded"
    tags = [[each.tag for each in item] for item in feed.items]
    return all(each.index("description") < each.index(content) for each in tags)


def _items_last(feed: Feed) -> bool:
    tags = [each.tag for each in feed.channel]
    return "item" not in tags or set(tags[tags.index("item") :]) == {"item"}


RULES = {
    "MissingTitle": Rule(_present("title", "image/title"), ("title>Lungs &amp; Legs<", "title><")),
    "MissingLink": Rule(
        _present("link", "image/link"), ("link>https://example.org/lungs/<", "link><")
    ),
    "MissingDescription": Rule(
        _present("description"),
        ("Intervals for 3 &lt; 5 km.\n\nNo machines, no jumping.", ""),
    ),
    "MissingAtomSelfLink": Rule(
        lambda feed: "self" in feed.values("atom:link", "rel"), ('rel="self"', 'rel="alternate"')
    ),
    "InvalidMIMEAttribute": Rule(
        lambda feed: _each(
            feed.values("atom:link", "type") + feed.values("item/enclosure", "type"),
            r"[a-z]+/[a-z0-9.+-]+",
        ),
        ('type="audio/mpeg"', 'type="mp3"'),
    ),
    "InvalidFullLink": Rule(
        lambda feed: all(urlsplit(url).netloc for url in feed.urls()),
        ("https://example.org/lungs/hills.html", "hills.html"),
    ),
    "InvalidUriChar": Rule(
        lambda feed: all(URI.fullmatch(url) for url in feed.urls()), ("hills.mp3", "hügel 1.mp3")
    ),
    "ImageLinkDoesntMatch": Rule(
        lambda feed: feed.texts("image/link") == feed.texts("link"),
        (
            "<link>https://example.org/lungs/</link>\n    </image>",
            "<link>https://a.org/</link></image>",
        ),
    ),
    "ImageTitleDoesntMatch": Rule(
        lambda feed: feed.texts("image/title") == feed.texts("title"),
        ("      <title>Lungs", "      <title>The cover of Lungs"),
    ),
    "ImageUrlFormat": Rule(
        lambda feed: _each(feed.texts("image/url"), r".*\.(jpe?g|png|gif)"), ("d.jpg<", "d.webp<")
    ),
    "InvalidLanguage": Rule(
        lambda feed: _each(feed.texts("language"), r"[a-z]{2,3}(-[a-z0-9]{2,8})*"),
        ("en-us", "en_us"),
    ),
    "InvalidRFC2822Date": Rule(
        lambda feed: all(re.fullmatch(DAY, date) for date in feed.dates()), ("+0000", "UTC+1")
    ),
    "IncorrectDOW": Rule(_right_day, ("Sun, 08", "Mon, 08")),
    "MissingItunesElement": Rule(
        lambda feed: (
            all(feed.values("itunes:category", "text")) and any(feed.texts("itunes:explicit"))
        ),
        ('category text="Sports"', 'category text=""'),
    ),
    "InvalidTrueFalse": Rule(
        lambda feed: _each(
            feed.texts("itunes:explicit") + feed.texts("item/itunes:explicit"), "true|false"
        ),
        ("<itunes:explicit>false", "<itunes:explicit>no"),
    ),
    "MissingItunesEmail": Rule(
        _present("itunes:owner/itunes:email"), ("<itunes:email>coach@example.org", "<itunes:email>")
    ),
    "InvalidContact": Rule(
        lambda feed: all(
            parseaddr(text) == ("", text) and "@" in text
            for text in feed.texts("itunes:owner/itunes:email")
        ),
        ("<itunes:email>coach@", "<itunes:email>coach at "),
    ),
    "InvalidItunesChannelType": Rule(
        lambda feed: _each(feed.texts("itunes:type"), "episodic|serial"), ("serial", "weekly")
    ),
    "InvalidItunesEpisodeType": Rule(
        lambda feed: _each(feed.texts("item/itunes:episodeType"), "full|trailer|bonus"),
        (">trailer<", ">teaser<"),
    ),
    "ItemMustContainTitleOrDescription": Rule(
        lambda feed: all(item.findtext("title") for item in feed.items),
        ("<title>What is coming", "<title>"),
    ),
    "MissingGuid": Rule(
        lambda feed: all(item.findtext("guid") for item in feed.items),
        ("6f1c7d52-6a53-5b5c-9f35-0d6f8f2f6f11", ""),
    ),
    "DuplicateValue": Rule(
        lambda feed: len(set(feed.texts("item/guid"))) == len(feed.items),
        ("6f1c7d52-6a53-5b5c-9f35-0d6f8f2f6f11", "0e0a7a6e-57a5-5d43-8a0e-9f4f4f7d7d22"),
    ),
    "NotSufficientlyUnique": Rule(
        lambda feed: all(len(guid) > 8 for guid in feed.texts("item/guid")),
        ("6f1c7d52-6a53-5b5c-9f35-0d6f8f2f6f11", "42"),
    ),
    "InvalidBooleanAttribute": Rule(
        lambda feed: _each(feed.values("item/guid", "isPermaLink"), "true|false"),
        ('isPermaLink="false"', 'isPermaLink="no"'),
    ),
    "MissingAttribute": Rule(
        lambda feed: all(
            set(each.keys()) == {"url", "length", "type"} for each in feed.channel.iter("enclosure")
        ),
        (' length="22014720"', ""),
    ),
    "InvalidNonNegativeInteger": Rule(
        lambda feed: _each(feed.values("item/enclosure", "length"), r"[1-9]\d*"),
        ("22014720", "22 MB"),
    ),
    "DuplicateEnclosure": Rule(
        lambda feed: all(len(item.findall("enclosure")) == 1 for item in feed.items),
        ("<description>&lt;", '<enclosure url="a" length="1" type="audio/mpeg"/><description>&lt;'),
    ),
    "UnsupportedItunesFormat": Rule(
        lambda feed: _each(feed.values("item/enclosure", "url"), r".*\.(mp3|m4a)"),
        ("hills.mp3", "hills.ogg"),
    ),
    "InvalidPositiveInteger": Rule(
        lambda feed: _each(
            feed.texts("item/itunes:season") + feed.texts("item/itunes:episode"), r"[1-9]\d*"
        ),
        ("<itunes:episode>4", "<itunes:episode>0"),
    ),
    "InvalidDuration": Rule(
        lambda feed: _each(feed.texts("item/itunes:duration"), r"\d+"), (">1835<", ">30 min<")
    ),
    "TooLong": Rule(
        lambda feed: all(
            len(text) <= 255
            for tag in ("author", "owner/itunes:name")
            for text in feed.texts(f"itunes:{tag}")
        ),
        ("<itunes:author>Hill", f"<itunes:author>{'Hill ' * 60}"),
    ),
    "DuplicateElement": Rule(_single, ("<generator>", "<title>Again</title><generator>")),
    "NeedDescriptionBeforeContent": Rule(
        _description_first,
        ("<description>&lt;", "<content:encoded>x</content:encoded><description>&lt;"),
    ),
    "MisplacedItem": Rule(_items_last, ("</channel>", "<ttl>60</ttl></channel>")),
    "NotBlank": Rule(
        lambda feed: all(text.strip() for text in feed.texts("title") + feed.texts("item/title")),
        ("<title>What is coming", "<title> "),
    ),
    "BadCharacters": Rule(
        lambda feed: not re.search("[\x7f-\x9f\ufdd0-\ufdef]", feed.text), ("Warm-up", "Warm\x92up")
    ),
    "NotUTF8": Rule(
        lambda feed: feed.text.startswith(
            '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" '
        ),
        ("UTF-8", "ISO-8859-1"),
    ),
    "SecurityRisk": Rule(
        lambda feed: all(
            set(re.findall(r"<(.*?)>", text)) <= {"p", "/p", "ul", "/ul", "li", "/li"}
            for text in _html(feed)
        ),
        ("&amp;lt;fast&amp;gt;", "&lt;script&gt;"),
    ),
    "NotHtml": Rule(
        lambda feed: all(re.fullmatch(r"<(p|ul)>.*</(p|ul)>", text, re.S) for text in _html(feed)),
        ("<description>&lt;p&gt;What is coming&lt;/p&gt;", "<description>What is coming"),
    ),
}
