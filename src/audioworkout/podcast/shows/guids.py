"""What an episode and a show are known by, for good."""

from uuid import UUID, uuid5

PODCASTS = UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""The namespace of `podcast:guid` in Podcasting 2.0."""


def show_guid(feed_url: str) -> str:
    """The UUIDv5 of a feed's URL without its scheme and the slashes at its end."""
    return str(uuid5(PODCASTS, feed_url.partition("://")[2].rstrip("/")))


def episode_guid(show: str, slug: str) -> str:
    """The UUIDv5 of an episode, from its show's GUID and its slug alone."""
    return str(uuid5(UUID(show), slug))
