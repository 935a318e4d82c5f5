"""A workout's text to its canonical form: the shortest lines that mean the same, all comments kept.

text → nodes and workout → lines, each with the places of the source that it stands for
     → the comments at their lines → text
"""

from audioworkout.formatter.document import formatted
from audioworkout.formatter.verify import same

__all__ = ["formatted", "same"]
