"""The workout language: its model, and how each part of it is read, written and described."""
