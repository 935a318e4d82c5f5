"""How to subscribe from a page: links that open an app, and where that cannot work."""

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import quote, urlsplit


@dataclass(frozen=True, slots=True)
class App:
    """A podcast app. `template` has `{rest}`, the feed's URL without scheme, or `{url}`, encoded.

    `own_servers`: it is not the device that fetches feeds.
    """

    name: str
    template: str
    own_servers: bool = False

    def link(self, feed: str) -> str:
        """The link that opens the app with the feed."""
        return self.template.format(rest=feed.partition("://")[2], url=quote(feed, safe=""))


APPS = (
    App("Apple Podcasts", "podcast://{rest}"),
    App("Overcast", "overcast://x-callback-url/add?url={url}", own_servers=True),
    App("Pocket Casts", "pktc://subscribe/{rest}", own_servers=True),
    App("AntennaPod", "antennapod-subscribe://{rest}"),
    App("Podcast Addict", "podcastaddict://{rest}"),
)

LOCAL = ("localhost", "local", "lan", "internal", "home.arpa")  # names that only a home resolves


def apps(feed: str) -> tuple[tuple[str, str], ...]:
    """The apps that can see a feed, each with the link that opens it there."""
    hidden = is_private(feed)
    return tuple((app.name, app.link(feed)) for app in APPS if not (hidden and app.own_servers))


def is_private(url: str) -> bool:
    """Whether only devices near the server reach a URL: by its address, or its host's name."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    try:
        return not ip_address(host.partition("%")[0]).is_global
    except ValueError:
        return "." not in host or any(host.endswith(f".{name}") for name in LOCAL)
