#!/usr/bin/env bash
# A good guess: two seconds of sound encoded with lameenc are two seconds when decoded, at the
# sample rate that went in, whichever bit rate is chosen.
#
# What is so: lameenc gives the bare frames, without the header in which LAME notes its delay and
# padding (libsndfile, also with LAME, writes that header). So:
# - the sound starts late, and the more so the lower the rate: 25 ms at 44.1 kHz, 46 ms at 24 kHz,
#   69 ms at 16 kHz;
# - the file is longer than the sound, by 37 to 88 ms for two seconds;
# - at 32 kbit/s LAME lowers the sample rate by itself: 48, 44.1 and 24 kHz all come out at 22.05
#   kHz;
# - with a variable bit rate nothing tells the length: mutagen says 0.32 s for 2 s, and libsndfile
#   gives no more than 0.32 s of sound (FFmpeg decodes all of it).
#
# Versions: lameenc 1.9.0, soundfile 0.14.0, mutagen 1.48.1.
#
# Why it matters: cues joined from such files drift: after ten of them the next is over half a
# second late at 24 kHz. 24 kHz and 22.05 kHz are the usual rates of speech synthesis.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --no-compile --disable-pip-version-check 'lameenc==1.9.0' 'soundfile==0.14.0' 'mutagen==1.48.1' 'numpy==2.4.6'

"$tmp/venv/bin/python" - >"$tmp/seen" <<'PY'
import io

import lameenc
import numpy as np
import soundfile
from mutagen.mp3 import MP3

SECONDS = 2


def tone(rate):
    return 0.3 * np.sin(2 * np.pi * 440 * np.arange(SECONDS * rate) / rate)


def by_lameenc(rate, kbps, *, variable=False):
    encoder = lameenc.Encoder()
    encoder.set_bit_rate(kbps)
    encoder.set_in_sample_rate(rate)
    encoder.set_channels(1)
    encoder.set_quality(5)
    if variable:
        encoder.set_vbr(4)
    encoder.silence()
    return encoder.encode((tone(rate) * 32767).astype("<i2").tobytes()) + encoder.flush()


def by_libsndfile(rate):
    file = io.BytesIO()
    soundfile.write(file, tone(rate), rate, format="MP3", subtype="MPEG_LAYER_III")
    return file.getvalue()


def tell(name, raw):
    samples, rate = soundfile.read(io.BytesIO(raw))
    start = np.argmax(np.abs(samples) > 0.05) / rate
    tagged = MP3(io.BytesIO(raw)).info.length
    print(f"{name:28} {rate} Hz, {len(samples) / rate:.2f} s, starts at {start * 1000:.0f} ms; mutagen: {tagged:.2f} s")


for rate, kbps in ((48000, 64), (44100, 64), (24000, 64), (16000, 64), (48000, 32), (44100, 32), (24000, 32)):
    tell(f"lameenc {rate} Hz, {kbps} kbit/s", by_lameenc(rate, kbps))
tell("lameenc 44100 Hz, variable", by_lameenc(44100, 64, variable=True))
for rate in (44100, 24000):
    tell(f"libsndfile {rate} Hz", by_libsndfile(rate))
PY

cat >"$tmp/recorded" <<'END'
lameenc 48000 Hz, 64 kbit/s  48000 Hz, 2.04 s, starts at 23 ms; mutagen: 2.04 s
lameenc 44100 Hz, 64 kbit/s  44100 Hz, 2.04 s, starts at 25 ms; mutagen: 2.04 s
lameenc 24000 Hz, 64 kbit/s  24000 Hz, 2.06 s, starts at 46 ms; mutagen: 2.06 s
lameenc 16000 Hz, 64 kbit/s  16000 Hz, 2.09 s, starts at 69 ms; mutagen: 2.09 s
lameenc 48000 Hz, 32 kbit/s  22050 Hz, 2.06 s, starts at 50 ms; mutagen: 2.06 s
lameenc 44100 Hz, 32 kbit/s  22050 Hz, 2.06 s, starts at 50 ms; mutagen: 2.06 s
lameenc 24000 Hz, 32 kbit/s  22050 Hz, 2.06 s, starts at 50 ms; mutagen: 2.06 s
lameenc 44100 Hz, variable   44100 Hz, 0.32 s, starts at 25 ms; mutagen: 0.32 s
libsndfile 44100 Hz          44100 Hz, 2.00 s, starts at 0 ms; mutagen: 2.00 s
libsndfile 24000 Hz          24000 Hz, 2.00 s, starts at 0 ms; mutagen: 2.00 s
END

cat "$tmp/seen"
if ! diff "$tmp/recorded" "$tmp/seen" >&2; then
  echo "Changed since it was recorded." >&2
  exit 1
fi
echo "As recorded."
