"""The notation of steps and headings: a line of text to typed parts."""

from audioworkout.notation.grammar import Mistake
from audioworkout.notation.headings import Heading, heading
from audioworkout.notation.steps import step

__all__ = ["Heading", "Mistake", "heading", "step"]
