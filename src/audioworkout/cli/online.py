"""What `audioworkout publish --check-url` does: look at what is online as an app would."""

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from audioworkout.cli.console import progress
from audioworkout.ground.diagnostics import Severity
from audioworkout.podcast import online, shows

if TYPE_CHECKING:
    from audioworkout.podcast.online import Finding

ALIKE = 3  # findings with one way out that are shown; of the rest, how many


def check_url(url: str, *, link: str | None = None, quiet: bool = False) -> None:
    """Prints what is wrong with a feed and its files; exits with 1 where an app would fail.

    `url` is the feed's address, or a show file, which means the address that it states; `link`
    stands in for the file's own. Quiet, it prints errors only.
    """
    address = url if "://" in url else _stated(url, link)
    with progress(address, quiet) as bar:
        update = partial(bar, "download") if bar else None
        findings = online.check(address, progress=update)
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    for text in _shown(errors if quiet else findings):
        print(text, file=sys.stderr)
    if not quiet:
        print(f"{address}: {_summary(findings)}")
    if errors:
        raise typer.Exit(1)


def _stated(path: str, link: str | None) -> str:
    """The feed's address that a show file states."""
    return shows.read_show(Path(path), link=link)[1].feed_url


def _shown(findings: Iterable["Finding"]) -> Iterator[str]:
    """Findings as diagnostics are printed; those with one way out together, the first few."""
    together: dict[tuple[Severity, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        together[finding.severity, finding.hint].append(finding)
    for (severity, hint), alike in together.items():
        for finding in alike[:ALIKE]:
            yield f"{finding.url}: {severity}: {finding.message}"
        if len(alike) > ALIKE:
            yield f"  and {len(alike) - ALIKE} more alike"
        yield f"  = hint: {hint}"


def _summary(findings: Iterable["Finding"]) -> str:
    found = [finding.severity for finding in findings]
    counts = ((found.count(severity), severity) for severity in Severity)
    told = [f"{count} {severity}{'s' * (count > 1)}" for count, severity in counts if count]
    return ", ".join(told) or "nothing that a podcast app would trip over"
