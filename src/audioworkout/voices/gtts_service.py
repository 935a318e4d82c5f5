"""Google Translate's voice: what asks the service, and how patiently.

Importing this loads gTTS.
"""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import partial
from threading import Lock
from time import monotonic

from gtts import gTTS, gTTSError
from gtts.lang import tts_langs
from requests import Timeout
from requests.exceptions import ChunkedEncodingError

from audioworkout.ground.language_tags import primary
from audioworkout.ground.spelling import nearest_few
from audioworkout.voices import Pcm, UnavailableError, VoiceError, interrupted
from audioworkout.voices.decode import decode
from audioworkout.voices.gtts_accents import ACCENTS, LONGEST
from audioworkout.voices.mpeg import is_mp3
from audioworkout.words.pieces import pieces

SAMPLE_RATE = 24_000  # Hz, what Google sends

CONNECT_TIMEOUT = 5.0  # s
READ_TIMEOUT = 10.0  # s without a byte
FIRST_PAUSE = 1.0  # s; each further one is twice as long
PATIENCE = 30.0  # s of pauses for a phrase, when asked to slow down
TRIES = 2  # of what waiting mends no more than once

ALIKE = 80  # of 100: `swedisch` and `swedish`, not `german` and `serbian`

ELSE = "; `--voice joe` needs no network"


class _SlowDownError(Exception):
    """The service asks for a pause, of `seconds` at least."""

    def __init__(self, status: str, seconds: float) -> None:
        self.status = status
        self.seconds = seconds


class _FailedError(Exception):
    """It went wrong in a way that another try may mend; `error` is for when none does."""

    def __init__(self, error: VoiceError) -> None:
        self.error = error


class _Brake:
    """A pause that all threads keep: requests are counted by address, not by thread."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._until = 0.0

    def hold(self, seconds: float) -> None:
        with self._lock:
            self._until = max(self._until, monotonic() + seconds)

    def wait(self) -> None:
        while (left := self._until - monotonic()) > 0:
            if interrupted.wait(left):
                raise UnavailableError("interrupted")


_brake = _Brake()


def patiently(code: str, domain: str, text: str) -> Pcm:
    """The phrase in a language of gTTS, as the site of a domain speaks it.

    It is tried again where that may help, and all threads pause where the service asks to slow
    down. Raises VoiceError for this phrase, UnavailableError for all of them.
    """
    failures, pauses, paused = 0, 0, 0.0
    while True:
        _brake.wait()
        try:
            return _asked(code, domain, text)
        except _FailedError as failure:
            failures += 1
            if failures == TRIES:
                raise failure.error from None
            _brake.hold(FIRST_PAUSE)
        except _SlowDownError as refusal:
            left = PATIENCE - paused
            if left <= 0 or refusal.seconds > left:
                raise _refused(refusal) from None
            # Exponential backoff, or as long as Retry-After says if that is longer.
            pause = max(min(FIRST_PAUSE * 2**pauses, left), refusal.seconds)
            _brake.hold(pause)
            pauses, paused = pauses + 1, paused + pause


def _asked(code: str, domain: str, text: str) -> Pcm:
    """The phrase, asked for once: nothing where no letter is in it."""
    if not any(map(str.isalnum, text)):
        return Pcm(b"", SAMPLE_RATE)
    # The language is checked already; gTTS would do so with a warning to the terminal.
    speech = gTTS(
        text,
        tld=domain,
        lang=code,
        lang_check=False,
        timeout=(CONNECT_TIMEOUT, READ_TIMEOUT),
        # Its own take the full stop from `Rest.`, and cut at every comma.
        pre_processor_funcs=[],
        tokenizer_func=partial(pieces, longest=LONGEST - 1, language=code),
    )
    parts = _parts(speech, domain)
    if len({part.sample_rate for part in parts}) != 1 or len(parts) != len(speech.get_bodies()):
        raise _FailedError(_no_sound(text))
    return Pcm(b"".join(part.samples for part in parts), parts[0].sample_rate)


def _parts(speech: gTTS, domain: str) -> list[Pcm]:
    """The sound of each hundred characters or so, which Google sends as an MP3 of its own."""
    try:
        answers = list(speech.stream())
        if not all(map(is_mp3, answers)):  # the certificate is not checked: nothing else is read
            raise _FailedError(_no_sound(speech.text))
        parts = [decode(mp3, "gtts") for mp3 in answers]
    except gTTSError as error:
        raise _explained(error, domain, speech.text) from error
    except (VoiceError, ValueError) as error:  # no MP3; no base64, no UTF-8
        raise _FailedError(_no_sound(speech.text)) from error
    if not parts:
        raise _FailedError(_unreached("what answered was not Google"))
    return parts


def _explained(error: gTTSError, domain: str, text: str) -> Exception:
    """What to do about an error of gTTS, which says in its attributes what it met."""
    response, cause = error.rsp, error.__context__
    if response is None:
        if isinstance(cause, Timeout):
            why = f"translate.google.{domain} does not answer"
        elif isinstance(cause, ChunkedEncodingError):
            why = "its answer broke off"
        else:
            why = f"no connection to translate.google.{domain}"
        return _FailedError(_unreached(why))
    status = f"{response.status_code} {response.reason}".strip()
    if response.status_code == 429 or response.status_code >= 500:
        return _SlowDownError(status, _seconds(response.headers.get("Retry-After", "")))
    if response.ok:
        return _FailedError(_no_sound(text))
    return UnavailableError(f"Google Translate's voice cannot be used: it answered {status}{ELSE}")


def _seconds(retry_after: str) -> float:
    """How long a Retry-After header asks to wait: seconds or a date (RFC 9110, 10.2.3)."""
    if retry_after.strip().isdecimal():
        return float(retry_after)
    try:
        then = parsedate_to_datetime(retry_after)
    except ValueError:
        return 0.0
    return max(0.0, (then.astimezone(UTC) - datetime.now(UTC)).total_seconds())


def _unreached(why: str) -> UnavailableError:
    return UnavailableError(f"Google Translate's voice could not be reached: {why}{ELSE}")


def _refused(refusal: _SlowDownError) -> UnavailableError:
    wait = f"for {refusal.seconds:.0f} s" if refusal.seconds else "for a while"
    return UnavailableError(
        f"Google Translate's voice asks to slow down (it answered {refusal.status}): "
        f"leave it alone {wait} and try again{ELSE}"
    )


def _no_sound(text: str) -> VoiceError:
    return VoiceError(f"Google Translate's voice sent no sound that can be read for “{text}”{ELSE}")


def language(name: str, code: str) -> str:
    """gTTS's own code for a language; raises VoiceError, with a few that are meant perhaps."""
    names: dict[str, str] = tts_langs()
    codes = {known.lower(): known for known in names}
    if code not in codes:
        raise VoiceError(
            f"Google Translate's voice speaks no `{name}`; {_close(code, names)} "
            "(write a language as `gtts:de`, an accent as `gtts:en-au`)"
        )
    return codes[code]


def _close(code: str, names: dict[str, str]) -> str:
    """The accents of the language that a code starts with, or codes that are alike."""
    start = primary(code)
    tags = dict.fromkeys((*ACCENTS, *map(str.lower, names)))
    accents = [tag for tag in tags if primary(tag) == start]
    called = {name.lower(): tag.lower() for tag, name in names.items()}
    matches = nearest_few(code, [*called, *tags], 3, alike=ALIKE)
    alike = [called.get(match, match) for match in matches]
    shown = dict.fromkeys(accents or alike or (tag for tag in ACCENTS if "-" not in tag))
    return "there is: " + ", ".join(f"`{tag}`" for tag in shown)
