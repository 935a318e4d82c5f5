"""Data: the exercises, the phrases of each language, the starter workout."""
