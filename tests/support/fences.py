"""The fenced blocks of a Markdown text."""

import re

BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(text: str, language: str) -> list[str]:
    """The fenced blocks in one language."""
    return [body for name, body in BLOCK.findall(text) if name == language]
