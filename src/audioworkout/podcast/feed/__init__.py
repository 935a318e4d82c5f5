"""A show as a podcast: the feed in RSS 2.0, and the chapters of an episode as JSON.

Pure functions of a show and its episodes: no clock, no disk, the same bytes each time.
"""

from audioworkout.podcast.feed.chapters import chapters_json
from audioworkout.podcast.feed.rss import rss

__all__ = ["chapters_json", "rss"]
