"""The program ffmpeg, started in one place: told every format, and allowed no network.

Left to guess, ffmpeg may take a file for a playlist, and read the files and addresses that it
names. So a format is told by its first bytes, here, and ffmpeg takes it for nothing else; what is
not in the list never reaches it. ffprobe, which is not told one, is not used at all.
"""

import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

NAME = "ffmpeg"

# ffmpeg's name for a format, by where the bytes are that tell it.
SOUND_FORMATS = (
    (4, b"ftyp", "mov"),  # M4A, MP4, 3GP
    (0, b"\x1aE\xdf\xa3", "matroska"),  # WebM
    (0, b"0&\xb2u\x8ef\xcf\x11", "asf"),  # WMA
    (0, b"\xff\xf1", "aac"),
    (0, b"\xff\xf9", "aac"),
    (0, b"#!AMR", "amr"),
)
# And for what only music comes in.
MUSIC_FORMATS = (
    *SOUND_FORMATS,
    (0, b"wvpk", "wv"),
    (0, b"MAC ", "ape"),
    (0, b"MPCK", "mpc8"),
    (0, b"MP+", "mpc"),
    (0, b"TTA1", "tta"),
    (0, b"DSD ", "dsf"),
)
LONGEST_MAGIC = 16  # bytes
OWN_FORMATS = ("f32le", "ffmetadata")  # what this program gives ffmpeg itself
KNOWN = frozenset(kind for _, _, kind in MUSIC_FORMATS) | set(OWN_FORMATS)

PIPE = "pipe:0"
SEEKABLE_PIPE = "cache:pipe:0"  # ffmpeg keeps what it has read in a temporary file
PROTOCOLS = {PIPE: "pipe", SEEKABLE_PIPE: "cache,pipe"}  # for any other source, `file`
WITHOUT_END = ("-read_ahead_limit", "-1")


@dataclass(frozen=True, slots=True)
class Input:
    """What ffmpeg reads: its format, where it comes from, and what else is known of it."""

    kind: str
    source: str
    options: tuple[str, ...] = ()

    def arguments(self) -> tuple[str, ...]:
        """Its part of the command. ValueError for a format that is not in the list."""
        if self.kind not in KNOWN:
            raise ValueError(f"no format for ffmpeg: {self.kind!r}")
        protocols = PROTOCOLS.get(self.source, "file")
        allowed = ("-protocol_whitelist", protocols, "-f", self.kind)
        return (*allowed, *self.options, "-i", self.source)


def standard_input(kind: str) -> Input:
    """A sound that comes by standard input, so that ffmpeg opens no file of anybody's for it.

    An M4A has its index at its end as a rule, which a bare pipe would not come back from.
    """
    return Input(kind, SEEKABLE_PIPE, WITHOUT_END)


def sniffed(start: bytes, formats: Sequence[tuple[int, bytes, str]]) -> str | None:
    """ffmpeg's name of a format by the first LONGEST_MAGIC bytes of a file; None for no other."""
    return next((kind for at, magic, kind in formats if start.startswith(magic, at)), None)


def installed() -> bool:
    """Whether there is an ffmpeg."""
    return shutil.which(NAME) is not None


def start(
    inputs: Sequence[Input], output: Sequence[str], *, tells: str = "quiet", **streams: Any
) -> "subprocess.Popen[bytes]":
    """Starts ffmpeg, without a shell; `streams` goes to Popen. OSError if it is not there."""
    read = [argument for each in inputs for argument in each.arguments()]
    command = [shutil.which(NAME) or NAME, "-nostdin", "-v", tells, *read, *output]
    return subprocess.Popen(command, **streams)
