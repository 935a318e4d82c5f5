"""Publishing: a show becomes a folder that any static host serves.

What was made before is kept where all that it was made of is the same, and the folder changes as
a whole or not at all.
"""

from audioworkout.podcast.publish.building import Report, publish

__all__ = ["Report", "publish"]
