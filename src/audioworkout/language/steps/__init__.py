"""The steps: read short and long, written and described."""
