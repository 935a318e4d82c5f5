"""The parts of a BCP 47 language tag."""


def primary(tag: str) -> str:
    """The language alone, in small letters: `pt` of `pt-BR`."""
    return tag.partition("-")[0].lower()


def region(tag: str) -> str:
    """The country, in capitals: `BR` of `pt-BR`, and "" of `pt`."""
    return next((part.upper() for part in tag.split("-")[1:] if len(part) == 2), "")
