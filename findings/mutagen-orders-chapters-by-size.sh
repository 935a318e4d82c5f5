#!/usr/bin/env bash
# A good guess: ID3 chapters stand in the file in the order in which they were added, or by time.
#
# What is so: when mutagen saves, it sorts frames of equal rank by their SIZE in bytes: the
# chapter with the shortest title comes first. The table of contents (CTOC) keeps the order it was
# given, but eyeD3 and FFmpeg (here through PyAV) list chapters in the order of the file, so a
# workout reads "Go, Rest, Warm-up, ...". FFmpeg does not look at the table at all: a chapter
# which it leaves out is listed as well. music-metadata (npm) follows the table, in its order and
# in what it leaves out.
#
# Versions: mutagen 1.48.1 (writes), eyeD3 0.9.9, av 18.1.0, music-metadata 11.16.1.
#
# Why it matters: a player that trusts the order of the file jumps to the wrong interval on
# "next". Sort by start time when reading.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
export EPISODE="$tmp/episode.mp3"
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --no-compile --disable-pip-version-check 'mutagen==1.48.1' 'eyeD3==0.9.9' 'av==18.1.0' 'lameenc==1.9.0'
npm install --silent --no-fund --no-audit --prefix "$tmp" 'music-metadata@11.16.1'

"$tmp/venv/bin/python" - >"$tmp/seen" <<'PY'
import os

import av
import eyed3
import lameenc
from mutagen.id3 import CHAP, CTOC, ID3, TIT2, CTOCFlags

PATH = os.environ["EPISODE"]
encoder = lameenc.Encoder()
encoder.set_bit_rate(64)
encoder.set_in_sample_rate(44100)
encoder.set_channels(1)
encoder.silence()
with open(PATH, "wb") as file:
    file.write(encoder.encode(bytes(2 * 44100 * 40)) + encoder.flush())

CHAPTERS = [("c1", "Warm-up"), ("c2", "Go"), ("c3", "Rest"), ("c4", "Cool-down")]
tags = ID3()
for index, (key, title) in enumerate(CHAPTERS):
    start = index * 10_000
    tags.add(CHAP(element_id=key, start_time=start, end_time=start + 10_000, sub_frames=[TIT2(3, [title])]))
listed = ["c1", "c2", "c4"]  # the rest is left out of the table of contents
tags.add(CTOC(element_id="toc", flags=CTOCFlags.TOP_LEVEL | CTOCFlags.ORDERED, child_element_ids=listed))
tags.save(PATH)

print("added:         ", ", ".join(title for _, title in CHAPTERS))
print("in the table:  ", ", ".join(title for key, title in CHAPTERS if key in listed))
with open(PATH, "rb") as file:
    head = file.read(4096)
print("in the file:   ", ", ".join(sorted((title for _, title in CHAPTERS), key=lambda t: head.index(b"\x03" + t.encode()))))
print("eyeD3:         ", ", ".join(chapter.title for chapter in eyed3.load(PATH).tag.chapters))
with av.open(PATH) as container:
    print("FFmpeg:        ", ", ".join(chapter["metadata"]["title"] for chapter in container.chapters()))
PY
cat >"$tmp/read.mjs" <<'JS'
import { parseFile } from 'music-metadata';

const { format } = await parseFile(process.env.EPISODE, { includeChapters: true });
console.log('music-metadata:', format.chapters.map((chapter) => chapter.title).join(', '));
JS
node "$tmp/read.mjs" >>"$tmp/seen"

cat >"$tmp/recorded" <<'END'
added:          Warm-up, Go, Rest, Cool-down
in the table:   Warm-up, Go, Cool-down
in the file:    Go, Rest, Warm-up, Cool-down
eyeD3:          Go, Rest, Warm-up, Cool-down
FFmpeg:         Go, Rest, Warm-up, Cool-down
music-metadata: Warm-up, Go, Cool-down
END

cat "$tmp/seen"
if ! diff "$tmp/recorded" "$tmp/seen" >&2; then
  echo "Changed since it was recorded." >&2
  exit 1
fi
echo "As recorded."
