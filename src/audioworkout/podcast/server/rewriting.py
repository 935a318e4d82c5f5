"""The show under the address at which the client sees this server.

A published show names itself by its public address. A phone on this network is to get all of
it from here, so the address is replaced wherever it leads to a file that is here.
"""

import html
import os
import re
from pathlib import Path
from xml.etree import ElementTree

from audioworkout.podcast.shows.model import FEED

WEB = (b"http", b"https")
NAME = rb"([A-Za-z0-9][A-Za-z0-9._/-]*|(?![A-Za-z0-9._/?#-]))"  # of a file; or the folder itself
SELF = "{http://www.w3.org/2005/Atom}link"


def public_address(folder: Path) -> str | None:
    """The base URL that the feed of a folder was published for; None where it names none."""
    try:
        with (folder / FEED).open("rb") as feed:
            for _, element in ElementTree.iterparse(feed):
                if element.tag == SELF and element.get("rel") == "self":
                    link = element.get("href", "")
                    return link.removesuffix(FEED) if link.endswith(f"/{FEED}") else None
    except (OSError, ElementTree.ParseError):
        return None
    return None


def readdress(text: bytes, folder: Path, address: str) -> bytes:
    """A feed, a page or chapters with links to the files of a folder under another address.

    `address` ends in a slash. Links that open an app with the feed (`podcast://…`) lead there
    too. Those to what is not in the folder stay as they are.
    """
    base = public_address(folder)
    if base is None or base == address:
        return text
    old, new = (url.partition("://")[2].encode() for url in (html.escape(base), address))

    def here(link: re.Match[bytes]) -> bytes:
        scheme, name = link[1], link[2].decode()
        if name and not os.path.isfile(folder / name):  # noqa: PTH113 (is_file raises for long ones)
            return link[0]
        return (b"http" if scheme in WEB else scheme) + b"://" + new + link[2]

    return re.sub(rb"([a-z][a-z-]{0,30})://" + re.escape(old) + NAME, here, text)
