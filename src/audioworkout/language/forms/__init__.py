"""The forms of groups: each read, written and described."""
