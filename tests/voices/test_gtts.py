"""gTTS, its own code and all, against a Google Translate on this machine."""

import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, tzinfo
from pathlib import Path
from threading import Event
from typing import Any

import lameenc
import numpy as np
import pytest

from audioworkout.voices import (
    Pcm,
    UnavailableError,
    VoiceError,
    find_voice,
    gtts_service,
    offers,
)
from audioworkout.voices.gtts_accents import ACCENTS
from translate import RATE, Asked, Google, Reply, closed_port, serving, spoken

SLOW_DOWN = Reply("429 Too Many Requests")


def mp3(seconds: float, hertz: float = 440) -> bytes:
    """A tone, as Google sends speech: 24 kHz, mono, 64 kbit/s, no tags."""
    encoder = lameenc.Encoder()
    encoder.set_channels(1)
    encoder.set_in_sample_rate(RATE)
    encoder.set_out_sample_rate(RATE)
    encoder.set_bit_rate(64)
    encoder.silence()
    time = np.arange(round(seconds * RATE)) / RATE
    tone = np.round(8000 * np.sin(2 * np.pi * hertz * time)).astype("<i2")
    return bytes(encoder.encode(tone.tobytes()) + encoder.flush())


SECOND = spoken(mp3(1.0))


def heard(pcm: Pcm) -> tuple[float, int]:
    """How long something sounds, in seconds, and its pitch in Hz."""
    signal = np.frombuffer(pcm.samples, "<i2") / 32768
    sounding = np.flatnonzero(np.abs(signal) > 0.02)
    tone = signal[sounding[0] : sounding[-1] + 1]
    spectrum = np.abs(np.fft.rfft(tone * np.hanning(len(tone))))
    return len(tone) / pcm.sample_rate, round(spectrum.argmax() * pcm.sample_rate / len(tone))


class Clock:
    """Time that passes only where somebody waits."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def wait(self, seconds: float) -> bool:
        self.slept.append(seconds)
        self.now += seconds
        return False


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(gtts_service, "interrupted", clock)
    monkeypatch.setattr(gtts_service, "monotonic", lambda: clock.now)
    monkeypatch.setattr(gtts_service, "_brake", gtts_service._Brake())
    monkeypatch.setattr(gtts_service, "CONNECT_TIMEOUT", 60)  # a busy machine fails no test
    monkeypatch.setattr(gtts_service, "READ_TIMEOUT", 60)
    return clock


@pytest.fixture(autouse=True)
def connected(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[Any]]:
    """The hosts that a connection was made to; any but this machine is refused."""
    import socket

    hosts: set[Any] = set()
    resolve = socket.getaddrinfo

    def noted(host: Any, *args: Any, **kwargs: Any) -> Any:
        hosts.add(host)
        assert host == "127.0.0.1"
        return resolve(host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", noted)
    yield hosts
    assert hosts <= {"127.0.0.1"}


Serve = Callable[[Callable[[Asked], Reply]], Google]


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Serve]:
    """Sets up a Google that answers so; at its end no host but Google's was asked for."""
    from contextlib import ExitStack

    with ExitStack() as stack:
        started: list[Google] = []

        def start(reply: Callable[[Asked], Reply]) -> Google:
            google = stack.enter_context(serving(reply))
            through(monkeypatch, google.port)
            started.append(google)
            return google

        yield start
        assert {host.partition(":")[0] for google in started for host in google.hosts} <= {
            "www.google.com",
            *(f"translate.google.{domain}" for _, domain in ACCENTS.values()),
        }


def through(monkeypatch: pytest.MonkeyPatch, port: int) -> None:
    """All that asks the environment for a proxy takes the one at that port."""
    for scheme in ("http", "https", "all"):
        monkeypatch.setenv(f"{scheme}_proxy", f"http://127.0.0.1:{port}")
        monkeypatch.delenv(f"{scheme}_proxy".upper(), raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)


def in_turn(*replies: Reply) -> Callable[[Asked], Reply]:
    """The replies one after the other, the last one ever after."""
    left = list(replies)
    return lambda asked: left.pop(0) if len(left) > 1 else left[0]


def test_a_phrase_is_what_google_sends(serve: Serve, connected: set[Any]) -> None:
    google = serve(in_turn(SECOND))
    pcm = find_voice("gtts:de").speak("Zehn Kniebeugen, je Seite", 100)
    seconds, hertz = heard(pcm)
    assert (pcm.sample_rate, hertz) == (24_000, 440)
    assert seconds == pytest.approx(1.0, abs=0.01)
    assert google.asked == [Asked("translate.google.com:443", "Zehn Kniebeugen, je Seite", "de")]
    assert connected == {"127.0.0.1"}


@pytest.mark.parametrize(
    ("spec", "name", "tag", "code", "domain"),
    [
        ("gtts:en", "gtts:en", "en", "en", "com"),
        ("gtts:en-au", "gtts:en-au", "en-AU", "en", "com.au"),
        ("gtts:EN_GB", "gtts:en-gb", "en-GB", "en", "co.uk"),
        ("gtts:fr-ca", "gtts:fr-ca", "fr-CA", "fr-CA", "ca"),
        ("gtts:pt-pt", "gtts:pt-pt", "pt-PT", "pt-PT", "pt"),
        ("gtts:pt-br", "gtts:pt-br", "pt-BR", "pt", "com.br"),
        ("gtts:es-mx", "gtts:es-mx", "es-MX", "es", "com.mx"),
        ("gtts:sv", "gtts:sv", "sv", "sv", "com"),
        ("gtts:zh-tw", "gtts:zh-tw", "zh-TW", "zh-TW", "com"),
        ("gtts:he", "gtts:he", "he", "iw", "com"),
        ("gtts:iw", "gtts:he", "he", "iw", "com"),
    ],
)
def test_a_language_and_an_accent(
    serve: Serve, spec: str, name: str, tag: str, code: str, domain: str
) -> None:
    google = serve(in_turn(SECOND))
    voice = find_voice(spec)
    voice.speak("go", 100)
    assert (voice.name, voice.language) == (name, tag)
    assert google.asked == [Asked(f"translate.google.{domain}:443", "go", code)]


def test_the_key_is_language_and_accent() -> None:
    specs = ("gtts:en", "gtts:en-au", "gtts:en-gb", "gtts:de", "gtts:sv")
    keys = {find_voice(spec).key("go") for spec in specs}
    assert len(keys) == len(specs)
    assert find_voice("gtts:iw").key("a") == find_voice("gtts:he").key("b")


@pytest.mark.parametrize(
    ("spec", "close"),
    [
        ("gtts:german", "`de`"),
        ("gtts:swedisch", "`sv`"),
        ("gtts:klingon", "`en`, `de`, `fr`, `es`, `it`, `pt`, `nl`"),
        ("gtts:fr-be", "`fr`, `fr-fr`, `fr-ca`"),
        ("gtts:zh-hk", "`zh-cn`, `zh-tw`, `zh`"),
    ],
)
def test_an_unknown_language_names_what_is_close(spec: str, close: str) -> None:
    with pytest.raises(VoiceError) as error:
        find_voice(spec)
    assert str(error.value) == (
        f"Google Translate's voice speaks no `{spec.removeprefix('gtts:')}`; there is: {close} "
        "(write a language as `gtts:de`, an accent as `gtts:en-au`)"
    )


def test_every_accent_has_a_language_that_gtts_knows() -> None:
    from gtts.lang import tts_langs

    assert {code for code, _ in ACCENTS.values()} <= tts_langs().keys()


def test_the_offers_are_the_accents_of_the_main_languages() -> None:
    table = [(offer.spec, offer.language, offer.note, offer.ready) for offer in offers("gtts")]
    assert table[:3] == [
        ("gtts:en", "en", "needs the network", True),
        ("gtts:de", "de", "needs the network", True),
        ("gtts:fr", "fr", "needs the network", True),
    ]
    assert {tag.partition("-")[0] for _, tag, _, _ in table} == {
        *("en", "de", "fr", "es", "it", "pt", "nl")
    }


def test_ctrl_c_ends_a_pause(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    stopped = Event()
    stopped.set()
    monkeypatch.setattr(gtts_service, "interrupted", stopped)
    serve(lambda asked: SLOW_DOWN)
    with pytest.raises(UnavailableError, match="interrupted"):
        find_voice("gtts:en").speak("go", 100)


def test_a_rate_keeps_the_pitch(serve: Serve) -> None:
    serve(in_turn(spoken(mp3(2.0))))
    voice = find_voice("gtts:en")
    seconds, hertz = heard(voice.speak("go", 200))
    assert seconds == pytest.approx(1.0, abs=0.02)
    assert hertz == pytest.approx(440, abs=4)


def test_a_long_phrase_comes_in_parts_and_is_whole(serve: Serve) -> None:
    google = serve(lambda asked: spoken(mp3(len(asked.text) / 100)))
    text = " ".join(["Keep your shoulders down and breathe out on the way up."] * 5)
    pcm = find_voice("gtts:en").speak(text, 100)
    assert len(google.asked) > 2
    assert max(len(asked.text) for asked in google.asked) <= 100
    said = "".join(asked.text for asked in google.asked)
    assert said.replace(" ", "").replace(".", "") == text.replace(" ", "").replace(".", "")
    # Each part brings its encoder's delay and padding, at most three frames of 24 ms.
    least = sum(len(asked.text) for asked in google.asked) / 100
    assert least < len(pcm.samples) / 2 / RATE < least + 0.072 * len(google.asked)


@pytest.mark.parametrize(
    ("spec", "text", "sent"),
    [
        ("gtts:en", "Rest. Thirty seconds.", ["Rest. Thirty seconds."]),
        ("gtts:nl", "Rust. Dertig seconden.", ["Rust. Dertig seconden."]),
        (
            "gtts:en",
            "First the left leg, then the right leg, and then both arms over the head while you "
            "breathe and look at the wall. Rest.",
            [
                "First the left leg, then the right leg,",
                "and then both arms over the head while you breathe and look at the wall. Rest.",
            ],
        ),
        (
            "gtts:en",
            "Lift the left leg, the left arm and the head. Lower them slowly, all at once, in a "
            "line. Then change sides.",
            [
                "Lift the left leg, the left arm and the head.",
                "Lower them slowly, all at once, in a line. Then change sides.",
            ],
        ),
    ],
)
def test_full_stops_are_sent_and_a_long_phrase_is_cut_at_them(
    serve: Serve, spec: str, text: str, sent: list[str]
) -> None:
    google = serve(in_turn(SECOND))
    find_voice(spec).speak(text, 100)
    assert [asked.text for asked in google.asked] == sent


def test_only_what_is_sent_otherwise_than_before_has_another_key() -> None:
    voice = find_voice("gtts:en")
    assert voice.key("Pause.") == voice.key("Next: squats, left leg.")
    assert len({voice.key("Pause."), voice.key("Rest."), voice.key("squats " * 20)}) == 2


@pytest.mark.parametrize("text", ["", " ", "…", "?!", "—"])
def test_what_has_no_words_is_silent_and_asks_nobody(serve: Serve, text: str) -> None:
    google = serve(in_turn(SECOND))
    assert find_voice("gtts:en").speak(text, 115) == Pcm(b"", RATE)
    assert google.hosts == []


def test_when_asked_to_slow_down_it_waits_longer_each_time(serve: Serve, clock: Clock) -> None:
    serve(in_turn(SLOW_DOWN, Reply("503 Service Unavailable"), SLOW_DOWN, SECOND))
    assert heard(find_voice("gtts:en").speak("go", 100))[1] == 440
    assert clock.slept == [1, 2, 4]


def test_when_asked_to_slow_down_for_good_it_says_so(serve: Serve, clock: Clock) -> None:
    google = serve(in_turn(SLOW_DOWN))
    with pytest.raises(UnavailableError) as error:
        find_voice("gtts:en").speak("go", 100)
    assert clock.slept == [1, 2, 4, 8, 15]
    assert len(google.asked) == 6
    assert str(error.value) == (
        "Google Translate's voice asks to slow down (it answered 429 Too Many Requests): "
        "leave it alone for a while and try again; `--voice joe` needs no network"
    )


def test_a_page_that_asks_for_a_human_is_a_request_to_slow_down(serve: Serve, clock: Clock) -> None:
    page = ("Location", "https://www.google.com/sorry/index")
    google = serve(in_turn(Reply("302 Found", headers=(page,)), SLOW_DOWN, SECOND))
    find_voice("gtts:it").speak("su", 100)
    assert google.asked == [
        Asked("translate.google.com:443", "su", "it"),
        Asked("www.google.com:443", "/sorry/index", ""),
        Asked("translate.google.com:443", "su", "it"),
    ]
    assert clock.slept == [1]


class Noon(datetime):
    @classmethod
    def now(cls, tz: tzinfo | None = None) -> "Noon":
        return cls(2026, 1, 1, 12, tzinfo=tz)


@pytest.mark.parametrize(
    ("wanted", "waited"),
    [
        ("20", 20),
        ("Thu, 01 Jan 2026 12:00:20 GMT", 20),
        ("0", 1),
        ("soon", 1),
        ("Thu, 01 Jan 2026 11:59:00 GMT", 1),
    ],
)
def test_it_waits_as_long_as_it_is_told(
    serve: Serve, clock: Clock, monkeypatch: pytest.MonkeyPatch, wanted: str, waited: float
) -> None:
    monkeypatch.setattr(gtts_service, "datetime", Noon)
    reply = Reply("429 Too Many Requests", headers=(("Retry-After", wanted),))
    serve(in_turn(reply, SECOND))
    find_voice("gtts:en").speak("go", 100)
    assert clock.slept == [waited]


def test_a_wait_beyond_its_patience_ends_it_at_once(serve: Serve, clock: Clock) -> None:
    serve(in_turn(Reply("429 Too Many Requests", headers=(("Retry-After", "3600"),))))
    with pytest.raises(UnavailableError, match="leave it alone for 3600 s"):
        find_voice("gtts:en").speak("go", 100)
    assert clock.slept == []


def test_all_threads_keep_a_pause(clock: Clock) -> None:
    brake = gtts_service._Brake()
    brake.hold(8)
    brake.hold(3)
    with ThreadPoolExecutor(1) as other:
        other.submit(brake.wait).result()
    assert clock.slept == [8]
    brake.wait()
    assert clock.slept == [8]


def test_threads_side_by_side_get_what_is_theirs(serve: Serve) -> None:
    lock, refusals = threading.Lock(), [SLOW_DOWN] * 5  # no more than one phrase has patience for
    tones = {f"phrase {number}": 300 + 100 * number for number in range(8)}

    def reply(asked: Asked) -> Reply:
        with lock:
            if refusals:
                return refusals.pop()
        return spoken(mp3(0.5, tones[asked.text]))

    google = serve(reply)
    voice = find_voice("gtts:en")
    with ThreadPoolExecutor(voice.at_once) as pool:
        pcms = list(pool.map(lambda text: voice.speak(text, 100), tones))
    assert [round(heard(pcm)[1], -1) for pcm in pcms] == list(tones.values())
    assert len(google.asked) == 8 + 5


HTML = b"<!doctype html><title>Welcome to our cafe</title>"


NO_SOUND = "sent no sound that can be read for “go”"
BROKEN = {
    "a login page": (Reply(body=HTML), UnavailableError, "what answered was not Google"),
    "nothing": (Reply(), UnavailableError, "what answered was not Google"),
    "no UTF-8": (Reply(body=b"\xff\xfejQ1olc\n"), VoiceError, NO_SOUND),
    "no sound": (Reply(body=b'[["wrb.fr","jQ1olc",null,null]]\n'), VoiceError, NO_SOUND),
    "an empty sound": (spoken(b""), VoiceError, NO_SOUND),
    "no base64": (Reply(body=rb'[["wrb.fr","jQ1olc","[\"a\"]"]]'), VoiceError, NO_SOUND),
    "no MP3": (spoken(HTML), VoiceError, NO_SOUND),
    "half an MP3 frame": (spoken(mp3(1.0)[:100]), VoiceError, NO_SOUND),
    "half a line": (Reply(body=SECOND.body[:5000]), VoiceError, NO_SOUND),
    "half a body": (
        Reply(body=SECOND.body, cut=3000),
        UnavailableError,
        "could not be reached: its answer broke off",
    ),
}


@pytest.mark.parametrize(("reply", "kind", "message"), BROKEN.values(), ids=BROKEN)
def test_a_broken_answer_is_asked_for_once_more(
    serve: Serve, clock: Clock, reply: Reply, kind: type[VoiceError], message: str
) -> None:
    google = serve(in_turn(reply))
    with pytest.raises(VoiceError) as error:
        find_voice("gtts:en").speak("go", 100)
    assert type(error.value) is kind
    assert message in str(error.value)
    assert str(error.value).endswith("; `--voice joe` needs no network")
    assert (len(google.asked), clock.slept) == (2, [1])


@pytest.mark.parametrize("reply", [row[0] for row in BROKEN.values()], ids=BROKEN)
def test_an_answer_broken_once_is_mended(serve: Serve, reply: Reply) -> None:
    serve(in_turn(reply, SECOND))
    assert heard(find_voice("gtts:en").speak("go", 100))[1] == 440


def test_a_phrase_without_one_of_its_parts_is_not_spoken(serve: Serve) -> None:
    serve(lambda asked: SECOND if "one" in asked.text else Reply(body=HTML))
    with pytest.raises(VoiceError, match="sent no sound that can be read for “one"):
        find_voice("gtts:en").speak("one " + "two " * 40, 100)


def test_a_refusal_is_final(serve: Serve, clock: Clock) -> None:
    google = serve(in_turn(Reply("403 Forbidden")))
    with pytest.raises(UnavailableError, match="cannot be used: it answered 403 Forbidden; "):
        find_voice("gtts:en").speak("go", 100)
    assert (len(google.asked), clock.slept) == (1, [])


def test_silence_has_an_end(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gtts_service, "READ_TIMEOUT", 0.2)
    google = serve(in_turn(Reply(silent=True)))
    with pytest.raises(UnavailableError, match=r"google\.com does not answer; "):
        find_voice("gtts:en").speak("go", 100)
    assert google.hosts == ["translate.google.com:443"] * 2


def test_without_a_network_it_says_how_to_go_on(
    monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    through(monkeypatch, closed_port())
    with pytest.raises(UnavailableError) as error:
        find_voice("gtts:en-au").speak("go", 100)
    assert str(error.value) == (
        "Google Translate's voice could not be reached: no connection to "
        "translate.google.com.au; `--voice joe` needs no network"
    )
    assert clock.slept == [1]


def test_nothing_is_printed(serve: Serve, capfd: pytest.CaptureFixture[str]) -> None:
    serve(in_turn(SLOW_DOWN, Reply(body=HTML), SECOND))
    find_voice("gtts:en").speak("go", 115)
    assert capfd.readouterr() == ("", "")


def test_finding_a_voice_and_its_key_loads_no_library(tmp_path: Path) -> None:
    import subprocess

    program = (
        "import sys\n"
        "from audioworkout.voices import find_voice\n"
        "find_voice('gtts:en-au').key('go')\n"
        "print({'gtts', 'requests', 'numpy', 'soundfile', 'pedalboard'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("set()\n", "")
