"""A workout's text to its canonical form: the shortest lines that mean the same, all comments kept.

text → nodes and workout → lines, each with the places of the source that it stands for
     → the comments at their lines → text
"""

from audioworkout.language.formatting.document import formatted
from audioworkout.language.formatting.verify import same

__all__ = ["formatted", "same"]
