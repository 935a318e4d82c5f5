"""Addresses: which of them an app can follow."""

import re
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from audioworkout.podcast.online.findings import Finding, Findings, error, quoted, warning

FULL = "write it in full, such as https://example.org/show/feed.xml"
PLAIN = "only letters, digits and - . _ ~ / are safe in an address; encode the rest by percent"
OPEN = "no app has a password: let everybody read the folder"
ENCRYPTED = "phones refuse plain http or warn of it: have the host serve https"

SAFE = re.compile(r"[!-~]+")  # ASCII without spaces and controls


def parted(url: str) -> SplitResult | None:
    """The parts of an address in full that begins with http or https; None for any other."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:  # such as a port that is not a number
        return None
    return parts if usable else None


def problem(url: str) -> Finding | None:
    """Why an app cannot follow an address, where that shows without trying."""
    if not url.strip():
        return error(url, "an address is empty", FULL)
    if not SAFE.fullmatch(url):
        return error(url, f"the address {quoted(url)} has characters beyond ASCII or spaces", PLAIN)
    parts = parted(url)
    if parts is None:
        return error(
            url, f"expected an address with http:// or https://, found {quoted(url)}", FULL
        )
    if parts.username is not None or parts.password is not None:
        return error(url, "the address has a user's name or a password in it", OPEN)
    return None


def unencrypted(url: str, feed: str) -> Findings:
    """A warning for plain http, but for addresses of a network at home."""
    if not url.startswith("http://") or _at_home(url):
        return
    mixed = " though the feed comes by https" if feed.startswith("https://") else ""
    yield warning(url, f"comes by http{mixed}", ENCRYPTED)


def _at_home(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_private
    except ValueError:
        return host == "localhost" or host.endswith((".localhost", ".local"))
