#!/usr/bin/env bash
# A good guess: a library that extracts the main text of a web page keeps the words of a training
# plan, or at least drops it by whole blocks.
#
# What is so:
# - trafilatura drops what stands in <time>: "Plank <time>45 s</time>" is "Plank", and "Rest for
#   <time>90 seconds</time> and do it again" is "Rest for and do it again".
# - It empties a table cell that has a list in it (favor_recall brings it back, without its commas
#   or breaks: "Squat 10 Row 8").
# - readability-lxml keeps <time>, but throws a list out when it has checkboxes, and the list in
#   the table cell.
# - trafilatura numbers a list from 1, whatever its start says: <ol start="3"> is 1, 2, 3.
#
# Versions: trafilatura 2.3.1, readability-lxml 0.9, lxml 6.1.3.
#
# Why it matters: <time> is the element made for durations, and checkbox lists are how plans are
# ticked off. What is left reads like a whole plan.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --no-compile --disable-pip-version-check 'pip>=24'  # an older one stumbles over an extra that is named twice
"$tmp/venv/bin/pip" install -q --no-compile --disable-pip-version-check 'trafilatura==2.3.1' 'readability-lxml==0.9' 'lxml==6.1.3' 'lxml_html_clean==0.4.6'

"$tmp/venv/bin/python" - >"$tmp/seen" <<'PY'
import trafilatura
from lxml import html
from readability import Document

PAGE = """<html><head><title>Leg day</title></head><body><article><h1>Leg day</h1>
<p>This plan is for people who have trained for some months and want a short leg day at home,
without any tools but a chair and a mat on the floor, and with a clock they can see.</p>
<p>Start each round when you feel ready, breathe out on the way up, and stop the set when the
form goes; do not race through it, since slow work counts for more than fast work here.</p>
<ol start="3"><li>Squat 10</li><li>Lunge 12</li><li>Plank <time datetime="PT45S">45 s</time></li></ol>
<ul><li><input type="checkbox"> Push-up 10</li><li><input type="checkbox"> Bridge 15</li></ul>
<table><tr><th>Day</th><th>Work</th></tr>
<tr><td>Mon</td><td><ul><li>Squat 10</li><li>Row 8</li></ul></td></tr>
<tr><td>Tue</td><td>Walk</td></tr></table>
<p>Rest for <time datetime="PT90S">90 seconds</time> and do it again.</p>
</article></body></html>"""

for name, recall in (("trafilatura", False), ("trafilatura, favor_recall", True)):
    print(f"[{name}]")
    text = trafilatura.extract(PAGE, output_format="markdown", include_tables=True, favor_recall=recall)
    print("\n".join(line for line in text.split("\n")[6:] if line))
print("[readability]")
kept = html.fromstring(Document(PAGE).summary())
for element in kept.iter("li", "td", "p"):
    print(f"{element.tag}: {' '.join(element.text_content().split())}"[:60])
PY

cat >"$tmp/recorded" <<'END'
[trafilatura]
1. Squat 10
2. Lunge 12
3. Plank
- Push-up 10
- Bridge 15
| Day | Work | 
|---|---|
| Mon |  | 
| Tue | Walk | 
Rest for and do it again.
[trafilatura, favor_recall]
1. Squat 10
2. Lunge 12
3. Plank
- Push-up 10
- Bridge 15
| Day | Work | 
|---|---|
| Mon | Squat 10 Row 8 | 
| Tue | Walk | 
Rest for and do it again.
[readability]
p: This plan is for people who have trained for some months 
p: Start each round when you feel ready, breathe out on the 
li: Squat 10
li: Lunge 12
li: Plank 45 s
td: Mon
td: 
td: Tue
td: Walk
p: Rest for 90 seconds and do it again.
END

cat "$tmp/seen"
if ! diff "$tmp/recorded" "$tmp/seen" >&2; then
  echo "Changed since it was recorded." >&2
  exit 1
fi
echo "As recorded."
