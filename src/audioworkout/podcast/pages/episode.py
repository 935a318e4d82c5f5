"""The page of an episode."""

from collections.abc import Mapping

import segno
from markupsafe import Markup

from audioworkout.plan.timeline import Timeline
from audioworkout.podcast.pages import plan
from audioworkout.podcast.pages.subscribe import apps, is_private
from audioworkout.podcast.pages.templating import rendered
from audioworkout.podcast.shows.model import Episode, Show


def episode_page(
    show: Show,
    episode: Episode,
    session_timeline: Timeline,
    tips: Mapping[str, tuple[str, ...]],
    image_small: str,
    newer: Episode | None = None,
    older: Episode | None = None,
) -> str:
    """An episode's page as HTML: a player, chapters, the picture, the plan, tips.

    `tips` are by the names that the timeline has; `image_small` is the name of the cover's
    small copy; `newer` and `older` are its neighbours.
    """
    return rendered(
        "episode.html",
        episode.language,
        show=show,
        episode=episode,
        url=show.link + episode.page,
        image=image_small,
        pictures=plan.pictures(session_timeline),
        steps=plan.steps(session_timeline),
        tables=plan.tables(session_timeline),
        exercises=plan.exercises(session_timeline, tips),
        apps=apps(show.feed_url),
        private=is_private(show.link),
        qr=_qr(show.link + episode.page),
        newer=newer,
        older=older,
    )


def _qr(url: str) -> "Markup":
    """A URL as a picture that a camera reads: dark on light whatever the page's theme."""
    code = segno.make(url, micro=False)
    return Markup(code.svg_inline(omitsize=True, svgclass="qr", lineclass=None, light="#fff"))
