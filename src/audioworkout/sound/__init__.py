"""Clips, tones, levels and mixing."""
