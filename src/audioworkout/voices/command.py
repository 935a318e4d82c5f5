"""Any program that turns text into a sound file, as a voice."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from audioworkout.ground import folders
from audioworkout.ground.cache import digest
from audioworkout.ground.spelling import did_you_mean
from audioworkout.ground.units import SECOND
from audioworkout.language.durations import format_duration
from audioworkout.voices import Offer, Pcm, UnavailableError, VoiceError, decode, stretching
from audioworkout.voices.configured import FILE, PLACEHOLDER, Command, configured, inline

SILENCE = Pcm(b"", 48_000)
MOST_BYTES = 100_000_000  # of output: ten minutes at 48 kHz, mono, 24 bit are 86 MB
LOOK = 0.05  # s between two looks at how long it takes and how much it writes
MOST_QUOTED = 200  # characters of what a program says

OPTION_MARKS = ("-", "+", "@", "/")  # which many programs take for an option, or a file's name


class CommandEngine:
    """Commands that the user's `voices.yaml` names, and those written out on the command line."""

    def voice(self, name: str, folder: Path) -> "CommandVoice":
        """The command of that name, or with a space in it the command itself.

        A workout cannot write a name with a space, so it cannot bring a command of its own.
        Raises VoiceError.
        """
        written_out = any(char.isspace() for char in name.strip())
        return CommandVoice(f"command:{name}", inline(name) if written_out else _named(name))

    def offers(self) -> Iterator[Offer]:
        """The configured commands."""
        for name, command in configured(folders.configuration()).items():
            ready = _program(command) is not None
            note = f"runs `{command.run[0]}`" if ready else _missing(command)
            yield Offer(f"command:{name}", command.language, note, ready)


@dataclass(frozen=True, slots=True)
class CommandVoice:
    """A program that is run once for each phrase."""

    name: str
    command: Command
    at_once: int = field(default_factory=lambda: os.cpu_count() or 1)

    @property
    def language(self) -> str:
        """The one that its configuration gives; it is not known of others."""
        return self.command.language

    def key(self, text: str) -> str:
        """A hash of the command as it is written: another version of the program has the same."""
        return digest("command", self.command.run, self.command.language)

    def speak(self, text: str, rate_percent: int) -> Pcm:
        """What the program makes of a phrase. Raises VoiceError, UnavailableError without it."""
        if not text.strip():
            return SILENCE
        program = _program(self.command)
        if program is None:
            raise UnavailableError(_missing(self.command))
        try:
            with TemporaryDirectory(prefix="audioworkout-", ignore_cleanup_errors=True) as folder:
                output = _Process(self.command, program, text, rate_percent, Path(folder)).output()
        except OSError as error:
            raise UnavailableError(f"no temporary file can be written: {error}") from error
        spoken = decode.decode(output, f"what `{self.command.run[0]}` made of “{text}”")
        return spoken if self.command.takes("rate") else stretching.paced(spoken, rate_percent)


def _named(name: str) -> Command:
    file = folders.configuration() / FILE
    commands = configured(file.parent)
    if name in commands:
        return commands[name]
    known = did_you_mean(name, commands) or f"there is: {', '.join(commands) or 'none'}"
    raise VoiceError(f"no command is called `{name}` in {file}; {known}")


def _program(command: Command) -> str | None:
    """The program's whole path, or None; just its name is looked up as a shell does."""
    name = command.run[0]
    with suppress(RuntimeError):  # a home folder that is not there
        if Path(name).name != name:
            name = str(command.folder.absolute() / Path(name).expanduser())
    return shutil.which(name)


def _missing(command: Command) -> str:
    return f"the program `{command.run[0]}` is not found; install it, or write its whole path"


@dataclass(frozen=True, slots=True)
class _Process:
    """One run of a program, in a folder of its own."""

    command: Command
    program: str
    text: str
    rate_percent: int
    folder: Path

    def output(self) -> bytes:
        """What it wrote; raises VoiceError if that is nothing, or if the program fails."""
        code = self._ended()
        if code:
            said = _last_line(self._file("messages"))
            how = f"exit code {code}" if code > 0 else f"ended by signal {-code}"
            raise self._failure(f"failed ({how})" + (f": {said}" if said else ""))
        with suppress(OSError), self._file("output.wav").open("rb") as file:
            if content := file.read(MOST_BYTES):
                return content
        raise self._failure(f"wrote no sound to {self._where()}")

    def _ended(self) -> int:
        """The program's exit code, after its time at most; nothing that it started is left."""
        started = time.monotonic()
        process = self._start()
        try:
            while True:
                with suppress(subprocess.TimeoutExpired):
                    return self._within_bounds(process.wait(LOOK))
                if time.monotonic() - started > self.command.timeout / SECOND:
                    limit = format_duration(self.command.timeout)
                    raise self._failure(
                        f"took longer than {limit} (`timeout` in voices.yaml sets the limit)"
                    )
                self._within_bounds(0)
        finally:
            _end(process)

    def _start(self) -> "subprocess.Popen[bytes]":
        """Files at all three streams: no pipe can fill up, and no memory."""
        phrase = self._file("phrase")
        phrase.write_bytes(b"" if self.command.takes("text") else self._encoded() + b"\n")
        into = "chat" if self.command.takes("output") else "output.wav"
        with (
            phrase.open("rb") as given,
            self._file(into).open("wb") as out,
            self._file("messages").open("wb") as messages,
        ):
            try:
                return subprocess.Popen(
                    self._arguments(),
                    executable=self.program,
                    stdin=given,
                    stdout=out,
                    stderr=messages,
                    cwd=self.folder,
                    start_new_session=True,
                )
            except OSError as error:
                why = error.strerror or error
                raise UnavailableError(f"`{self.program}` cannot be started: {why}") from error

    def _arguments(self) -> list[str]:
        self._encoded()
        text = f" {self.text}" if self.text.startswith(OPTION_MARKS) else self.text
        output = self._file("output.wav")
        values = {"text": text, "rate": str(self.rate_percent), "output": str(output)}
        return [
            PLACEHOLDER.sub(lambda found: values[found[2]] if found[2] else f"{{{found[1]}}}", part)
            for part in self.command.run
        ]

    def _encoded(self) -> bytes:
        try:
            encoded = self.text.encode()
        except UnicodeEncodeError:
            encoded = b"\0"
        if b"\0" in encoded:
            raise self._failure("cannot be given it: there is a character in it that is no text")
        return encoded

    def _within_bounds(self, code: int) -> int:
        for name in ("output.wav", "chat", "messages"):
            with suppress(FileNotFoundError):
                if self._file(name).stat().st_size > MOST_BYTES:
                    raise self._failure(f"wrote more than {MOST_BYTES // 10**6} MB")
        return code

    def _failure(self, what: str) -> VoiceError:
        return VoiceError(f"“{self.text[:MOST_QUOTED]}”: `{self.command.run[0]}` {what}")

    def _where(self) -> str:
        return "`{output}`" if self.command.takes("output") else "standard output"

    def _file(self, name: str) -> Path:
        return self.folder / name


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End a program and all that it started, if anything of it still runs."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError, PermissionError):  # nothing is left of the group
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()


def _last_line(file: Path) -> str:
    """The last line with anything in it, as much as a message can quote."""
    with file.open("rb") as content:
        content.seek(max(0, file.stat().st_size - 4 * MOST_QUOTED))
        lines = content.read().decode(errors="replace").splitlines()
    last = next((line for line in reversed(lines) if line.strip()), "")
    return "".join(char if char.isprintable() else " " for char in last).strip()[:MOST_QUOTED]
