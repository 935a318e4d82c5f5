"""Web pages: one a show, one an episode, with their style sheet and script.

A page refers to its own folder alone. It works without JavaScript; with it the interval
picture has a cursor, and chapters play at a click.
"""

from audioworkout.podcast.pages.assets import assets
from audioworkout.podcast.pages.episode import episode_page
from audioworkout.podcast.pages.show import show_page
from audioworkout.podcast.pages.templating import CSP

__all__ = ["CSP", "assets", "episode_page", "show_page"]
