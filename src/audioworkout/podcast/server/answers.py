"""Answers without a file: what went wrong, and with which method to ask instead."""

from collections.abc import Mapping

from starlette.responses import PlainTextResponse, Response

METHODS = "GET, HEAD, OPTIONS"
ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
}
PREFLIGHT = {
    "allow": METHODS,
    "access-control-allow-origin": "*",
    "access-control-allow-methods": METHODS,
    "access-control-allow-headers": "range, if-range, if-none-match, if-modified-since",
    "access-control-max-age": "86400",
}


def refusal(status: int, text: str, headers: Mapping[str, str] | None = None) -> Response:
    """An answer in one line of plain text."""
    return PlainTextResponse(f"{text}\n", status, {**ALWAYS, **(headers or {})})


def bare(status: int, headers: Mapping[str, str]) -> Response:
    """An answer without content."""
    return Response(status_code=status, headers={**ALWAYS, **headers})


def no_file(method: str) -> Response:
    """The answer to a method that asks for no file: what can be done here, or that this cannot."""
    if method == "OPTIONS":
        return bare(204, PREFLIGHT)
    return refusal(405, f"only {METHODS} are served", {"allow": METHODS})
