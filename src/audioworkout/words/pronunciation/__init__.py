"""What a voice engine is given to read: every phrase in words of its language.

An engine spells `12 kg`, reads `3-0-1` as a date and `90/90` with its slash, each engine in
its own way. So spellings, abbreviations, units and numbers with marks are put into words
here, by the data of the language (`units`, `spoken`, `marks`, `abbreviations`, `letters`).
What is not a measure stays: `T-bar`, `5-a-side`, `3D`.
"""

from audioworkout.words.pronunciation.reader import Pairs, pronounce
from audioworkout.words.pronunciation.unread import unread

__all__ = ["Pairs", "pronounce", "unread"]
