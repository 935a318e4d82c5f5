"""Cover art: the show's and each episode's, drawn here, or the user's own, checked."""

from audioworkout.podcast.artwork.cover import episode_cover, show_cover
from audioworkout.podcast.artwork.drawing import content_name, small
from audioworkout.podcast.artwork.lettering import missing
from audioworkout.podcast.artwork.supplied import own_cover

__all__ = ["content_name", "episode_cover", "missing", "own_cover", "show_cover", "small"]
