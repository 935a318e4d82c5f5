#!/usr/bin/env bash
# A good guess: a cue's start_in_seconds is its start in seconds, and its text is what is shown.
#
# What is so: webvtt-py cuts start_in_seconds and end_in_seconds to WHOLE seconds (4.4 s is 4, and
# 5.9 s is 5), so cues less than a second apart fall on one moment. The exact time is in
# start_time, by its parts. "text" has the tags taken out, but the entities left in: "&lt;5 s&gt;
# &amp; go". pysubs2 leaves them too, and drops the speaker's name of <v Coach>, though its events
# have a field for it.
#
# Versions: webvtt-py 0.6.0, pysubs2 1.8.1.
#
# Why it matters: a transcript of a countdown has a cue for each second or less: "3", "2", "1" at
# 4.4, 5.2 and 5.9 s are at 4, 5 and 5.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --no-compile --disable-pip-version-check 'webvtt-py==0.6.0' 'pysubs2==1.8.1'

"$tmp/venv/bin/python" - >"$tmp/seen" <<'PY'
import pysubs2
import webvtt

VTT = """WEBVTT

00:04.400 --> 00:05.100
<v Coach>3</v>

00:05.200 --> 00:05.800
<v Coach>2</v>

00:05.900 --> 00:06.700
<v Coach>&lt;5 s&gt; &amp; go</v>
"""
for cue in webvtt.from_string(VTT):
    exact = cue.start_time.seconds + cue.start_time.milliseconds / 1000
    print("webvtt-py", cue.start_in_seconds, cue.end_in_seconds, "| exactly", exact, "|", repr(cue.text), cue.voice)
for event in pysubs2.SSAFile.from_string(VTT, format_="vtt"):
    print("pysubs2  ", event.start / 1000, event.end / 1000, "|", repr(event.plaintext), repr(event.name))
PY

cat >"$tmp/recorded" <<'END'
webvtt-py 4 5 | exactly 4.4 | '3' Coach
webvtt-py 5 5 | exactly 5.2 | '2' Coach
webvtt-py 5 6 | exactly 5.9 | '&lt;5 s&gt; &amp; go' Coach
pysubs2   4.4 5.1 | '3' ''
pysubs2   5.2 5.8 | '2' ''
pysubs2   5.9 6.7 | '&lt;5 s&gt; &amp; go' ''
END

cat "$tmp/seen"
if ! diff "$tmp/recorded" "$tmp/seen" >&2; then
  echo "Changed since it was recorded." >&2
  exit 1
fi
echo "As recorded."
