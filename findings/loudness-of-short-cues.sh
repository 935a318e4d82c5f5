#!/usr/bin/env bash
# A good guess: a track with one beep a minute has a lower integrated loudness than one with two
# beeps a second, and a short beep can be measured by itself.
#
# What is so: integrated loudness (ITU-R BS.1770) leaves out blocks near silence, and each block
# lasts 0.4 s.
# - A 0.1 s beep measures the same, whether it sounds twice a second or once a minute; and 6 LU
#   below the same tone held.
# - A cue under 0.4 s can't be measured: pyloudnorm raises an error.
# - Padded with silence to make it long enough, the same beep gives three values by how much
#   silence is added and on which side.
# - A mono cue copied to both channels measures 3 LU louder than it did.
#
# Version: pyloudnorm 0.2.0.
#
# Why it matters: beeps, counts and "Go!" are shorter than a block. To bring cues to one loudness,
# compare them held or padded in one way, and measure after the channels are made.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --no-compile --disable-pip-version-check 'pyloudnorm==0.2.0' 'numpy==2.4.6'

"$tmp/venv/bin/python" - >"$tmp/seen" <<'PY'
import numpy as np
import pyloudnorm

RATE = 48000
meter = pyloudnorm.Meter(RATE)


def tone(seconds):
    return 0.3 * np.sin(2 * np.pi * 1000 * np.arange(round(seconds * RATE)) / RATE)


def placed(beep, seconds, starts):
    track = np.zeros(round(seconds * RATE))
    for start in starts:
        first = round(start * RATE)
        track[first : first + len(beep)] = beep
    return track


def loudness(sound):
    try:
        return f"{meter.integrated_loudness(sound):.1f} LUFS"
    except ValueError as error:
        return f"{type(error).__name__}: {error}"


print("tone, one minute:        ", loudness(tone(60)))
for period in (0.5, 1, 10, 60):
    print(f"0.1 s beep every {period:>4} s:  ", loudness(placed(tone(0.1), 60, np.arange(0, 60, period))))
print("0.2 s beep alone:        ", loudness(tone(0.2)))
for seconds, start in ((0.4, 0), (1, 0), (1, 0.4)):
    print(f"0.2 s beep at {start} in {seconds} s: ", loudness(placed(tone(0.2), seconds, [start])))
print("tone on one channel:     ", loudness(tone(2)))
print("tone on both channels:   ", loudness(np.column_stack([tone(2), tone(2)])))
PY

cat >"$tmp/recorded" <<'END'
tone, one minute:         -13.5 LUFS
0.1 s beep every  0.5 s:   -19.5 LUFS
0.1 s beep every    1 s:   -19.5 LUFS
0.1 s beep every   10 s:   -19.5 LUFS
0.1 s beep every   60 s:   -19.5 LUFS
0.2 s beep alone:         ValueError: Audio must have length greater than the block size.
0.2 s beep at 0 in 0.4 s:  -16.5 LUFS
0.2 s beep at 0 in 1 s:  -17.8 LUFS
0.2 s beep at 0.4 in 1 s:  -17.5 LUFS
tone on one channel:      -13.5 LUFS
tone on both channels:    -10.5 LUFS
END

cat "$tmp/seen"
if ! diff "$tmp/recorded" "$tmp/seen" >&2; then
  echo "Changed since it was recorded." >&2
  exit 1
fi
echo "As recorded."
