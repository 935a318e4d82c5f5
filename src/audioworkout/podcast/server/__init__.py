"""A published show over HTTP, to this machine or to the network around it.

    socket → wire (uvicorn, waiting ends) → journal → hosts → site → conditions → bytes

It gives away the files of one folder and nothing else, and changes none.
"""

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from audioworkout.ground.diagnostics import WorkoutError
from audioworkout.podcast.server.addresses import DEFAULT_PORT, Listening, is_public, listen, names
from audioworkout.podcast.server.paths import published
from audioworkout.podcast.shows.model import FEED, MANIFEST

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from audioworkout.podcast.server.access_log import Log

__all__ = [
    "DEFAULT_PORT",
    "Listening",
    "application",
    "is_public",
    "listen",
    "names",
    "published",
    "require",
    "run",
]


def require(folder: Path) -> Path:
    """The folder itself. Raises WorkoutError unless it holds a published show."""
    if published(folder):
        return folder
    if not folder.is_dir():
        raise WorkoutError(f"{folder}: there is no such folder")
    inside = folder / "public"
    if published(inside):
        raise WorkoutError(f"{folder}: this is no published show; did you mean `{inside}`?")
    raise WorkoutError(
        f"{folder}: this is no published show, which has a {FEED} and a {MANIFEST};"
        f" `audioworkout publish SHOW.yaml -o {folder}` writes one"
    )


def application(
    folder: Path, *, log: "Log | None" = None, known_as: Collection[str] = ()
) -> "Starlette":
    """The folder as an ASGI application; `log` gets a line for each request.

    It answers to `localhost`, to the address that a client reached it at, and to `known_as`.
    """
    from starlette.applications import Starlette
    from starlette.middleware import Middleware

    from audioworkout.podcast.server.access_log import AccessLog
    from audioworkout.podcast.server.asgi import Site
    from audioworkout.podcast.server.hosts import Hosts

    layers = [Middleware(AccessLog, log=log), Middleware(Hosts, names=known_as)]
    app = Starlette(middleware=layers)
    app.router.default = Site(folder)  # a route would match no line break
    return app


def run(
    folder: Path, listening: Listening, *, log: "Log | None" = None, known_as: Collection[str] = ()
) -> None:
    """Serves a folder until SIGTERM, or raises KeyboardInterrupt at Ctrl-C."""
    from audioworkout.podcast.server import runner

    runner.serve(application(folder, log=log, known_as=known_as), listening.sockets)
