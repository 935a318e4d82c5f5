"""`audioworkout serve`: a published show, or workouts, to this machine or the phones around it."""

import os
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from audioworkout.cli import temporary_show
from audioworkout.cli.publish import FOLDER
from audioworkout.cli.terminal import console
from audioworkout.ground.diagnostics import WorkoutError
from audioworkout.podcast import server

if TYPE_CHECKING:
    from audioworkout.podcast.server import Listening

DEFAULT_PORT = 8000
LAST_PORT = 65535
FEED = "feed.xml"


def serve(
    what: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FOLDER | WORKOUT...",
            help="A published show, or workouts by file or name. Default: `public` here.",
        ),
    ] = None,
    port: Annotated[
        int, typer.Option(min=0, max=LAST_PORT, help="Where to listen; 0 is any that is free.")
    ] = DEFAULT_PORT,
    lan: Annotated[
        bool, typer.Option("--lan", help="For everybody on this network, not this machine alone.")
    ] = False,
    log: Annotated[bool, typer.Option("--log", help="Print a line for each request.")] = False,
    allow_outside: Annotated[
        bool,
        typer.Option(
            "--allow-outside",
            help="Let workouts use files from outside of their folder and of your trusted places.",
        ),
    ] = False,
    qr: Annotated[
        bool, typer.Option("--qr/--no-qr", help="With --lan: a QR code on the terminal.")
    ] = True,
) -> None:
    """Serve a published show over HTTP, or workouts as one, until Ctrl-C."""
    folder = _folder(what or [])
    with TemporaryDirectory(prefix="audioworkout-") as scratch:
        workouts = () if folder else temporary_show.checked(what or [])
        with closing(server.listen(port, lan=lan)) as listening:
            if folder is None:
                folder = temporary_show.publish(
                    workouts, Path(scratch), listening.urls[0], allow_outside=allow_outside
                )
            _announce(listening, lan=lan, qr=qr)
            names = tuple(server.names()) if lan else ()
            server.run(folder, listening, log=_print if log else None, known_as=names)


def _folder(what: list[str]) -> Path | None:
    """The published folder to serve; None where it is workouts."""
    if not what:
        if server.published(here := Path(FOLDER)):
            return here
        raise WorkoutError(
            f"there is no published show in `{FOLDER}` here; name a folder that `audioworkout"
            " publish` wrote, or workouts, as in `audioworkout serve core`"
        )
    folders = [name for name in what if os.path.isdir(name)]  # noqa: PTH112 (for odd names)
    if folders and len(what) > 1:
        raise WorkoutError(f"{folders[0]}: this is a folder; serve it alone, or workouts")
    return server.require(Path(folders[0])) if folders else None


def _print(line: str) -> None:
    with suppress(OSError):  # who read the lines may be gone; who downloads is not
        print(line, flush=True)


def _announce(listening: "Listening", *, lan: bool, qr: bool) -> None:
    """Where to find it, and what that means."""
    best = listening.urls[0]
    for text in (*_addresses(listening), *_meaning(listening, lan)):
        print(text)
    if lan and qr and len(listening.urls) > 1:
        from audioworkout.cli.qr import print_code

        print_code(best, console())
    print("Ctrl-C ends it", flush=True)


def _addresses(listening: "Listening") -> Iterator[str]:
    best, *others = listening.urls
    yield f"{best}  for a browser" + "".join(f", here also {url}" for url in others)
    yield f"{best}{FEED}  for a podcast app"


def _meaning(listening: "Listening", lan: bool) -> Iterator[str]:
    if not lan:
        yield "on this machine alone; `--lan` is for the phones on the same network"
    elif len(listening.urls) == 1:
        yield "this machine is on no network: only itself can see it"
    elif server.is_public(listening.addresses[0]):
        yield "this is a public address: anybody on the internet can download it, unless a"
        yield "firewall is between"
    else:
        yield "anybody on this network can download it as long as it runs, unencrypted"
