"""The page of a show."""

from collections.abc import Sequence

from audioworkout.podcast.pages.subscribe import apps, is_private
from audioworkout.podcast.pages.templating import rendered
from audioworkout.podcast.shows.model import Episode, Show

Listed = tuple[Episode, str]
"""An episode, and the name of its cover's small copy."""


def show_page(show: Show, episodes: Sequence[Listed], image_small: str) -> str:
    """A show's page as HTML: what it is, how to subscribe, and its episodes by season.

    `episodes` are newest first; `image_small` is the name of the small copy of the show's cover.
    """
    return rendered(
        "show.html",
        show.language,
        show=show,
        url=show.link,
        image=image_small,
        total=len(episodes),
        seasons=_seasons(episodes),
        apps=apps(show.feed_url),
        private=is_private(show.link),
    )


def _seasons(episodes: Sequence[Listed]) -> tuple[tuple[int | None, tuple[Listed, ...]], ...]:
    """The episodes by season, in the order in which each first comes."""
    found: dict[int | None, list[Listed]] = {}
    for episode, small in episodes:
        found.setdefault(episode.season, []).append((episode, small))
    return tuple((season, tuple(inside)) for season, inside in found.items())
