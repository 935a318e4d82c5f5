#!/usr/bin/env bash
# A good guess: feedparser, which knows the itunes: names, gives <itunes:explicit> as it was
# meant, and the text of the podcast: elements.
#
# What is so:
# - "true" and "false", the two values that podcast directories ask for, both give None, as "no"
#   does. It knows "yes" and "clean" alone. podcastparser reads all of them.
# - The text of a podcast: element is lost once the element has an attribute: <podcast:season
#   name="Base">2</podcast:season> is {'name': 'Base'}, without the 2; <podcast:locked
#   owner="...">yes</podcast:locked> loses its yes. Without an attribute the text is there.
# - Of several <podcast:transcript> or <podcast:person> only the last is kept.
#
# Versions: feedparser 6.0.14, podcastparser 0.6.11.
#
# Why it matters: a feed of training seasons read and written again loses its seasons' numbers and
# turns every "explicit" mark into nothing.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --no-compile --disable-pip-version-check 'feedparser==6.0.14' 'podcastparser==0.6.11'

"$tmp/venv/bin/python" - >"$tmp/seen" <<'PY'
import io

import feedparser
import podcastparser

FEED = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
 xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel><title>Runs</title>
{channel}<item><title>Week 1</title><guid>w1</guid>{item}</item></channel></rss>"""

for mark in ("true", "false", "yes", "no", "clean"):
    text = FEED.format(channel=f"<itunes:explicit>{mark}</itunes:explicit>", item="")
    seen = feedparser.parse(text).feed.get("itunes_explicit")
    other = podcastparser.parse("https://example.com/", io.BytesIO(text.encode())).get("explicit")
    print(f"explicit {mark:6} feedparser: {seen}, podcastparser: {other}")

for locked in ("<podcast:locked>yes</podcast:locked>", '<podcast:locked owner="coach@example.com">yes</podcast:locked>'):
    print(locked, "->", feedparser.parse(FEED.format(channel=locked, item="")).feed.podcast_locked)
for item, name in (
    ("<podcast:season>2</podcast:season>", "podcast_season"),
    ('<podcast:season name="Base">2</podcast:season>', "podcast_season"),
    ('<podcast:person role="host">A</podcast:person><podcast:person role="guest">B</podcast:person>', "podcast_person"),
    (
        '<podcast:transcript url="https://example.com/1.vtt" type="text/vtt"/>'
        '<podcast:transcript url="https://example.com/1.json" type="application/json"/>',
        "podcast_transcript",
    ),
):
    print(item, "->", feedparser.parse(FEED.format(channel="", item=item)).entries[0][name])
PY

cat >"$tmp/recorded" <<'END'
explicit true   feedparser: None, podcastparser: True
explicit false  feedparser: None, podcastparser: False
explicit yes    feedparser: True, podcastparser: True
explicit no     feedparser: None, podcastparser: False
explicit clean  feedparser: False, podcastparser: False
<podcast:locked>yes</podcast:locked> -> yes
<podcast:locked owner="coach@example.com">yes</podcast:locked> -> {'owner': 'coach@example.com'}
<podcast:season>2</podcast:season> -> 2
<podcast:season name="Base">2</podcast:season> -> {'name': 'Base'}
<podcast:person role="host">A</podcast:person><podcast:person role="guest">B</podcast:person> -> {'role': 'guest'}
<podcast:transcript url="https://example.com/1.vtt" type="text/vtt"/><podcast:transcript url="https://example.com/1.json" type="application/json"/> -> {'url': 'https://example.com/1.json', 'type': 'application/json'}
END

cat "$tmp/seen"
if ! diff "$tmp/recorded" "$tmp/seen" >&2; then
  echo "Changed since it was recorded." >&2
  exit 1
fi
echo "As recorded."
