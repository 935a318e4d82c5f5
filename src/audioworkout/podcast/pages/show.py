"""The page of a show."""

from collections.abc import Sequence

from audioworkout.podcast.pages.subscribe import apps, is_private
from audioworkout.podcast.pages.templating import rendered
from audioworkout.podcast.shows.model import Episode, Show


def show_page(show: Show, episodes: Sequence[Episode], image_small: str) -> str:
    """A show's page as HTML: what it is, how to subscribe, and its episodes by season.

    `episodes` are newest first; `image_small` is the name of the cover's small copy.
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


def _seasons(episodes: Sequence[Episode]) -> tuple[tuple[int | None, tuple[Episode, ...]], ...]:
    """The episodes by season, in the order in which each first comes."""
    found: dict[int | None, list[Episode]] = {}
    for episode in episodes:
        found.setdefault(episode.season, []).append(episode)
    return tuple((season, tuple(inside)) for season, inside in found.items())
