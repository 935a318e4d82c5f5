#!/usr/bin/env bash
# A good guess: a duration parser reads "1:30" as 90 seconds or refuses it, and what it cannot
# read it refuses.
#
# What is so, for what coaches write:
# - "1:30" is 90 s to pytimeparse, a time of day to parsedatetime (half past one at night, 5,400 s
#   after midnight), and 0 s to durations, without an error.
# - "1m30" is 60 s to durations: what has no unit is dropped. So is "10m run": 600 s.
# - "half a minute" is 60 s to parsedatetime; "1 1/2 min" is 120 s.
# - "45-60s" is 60 s in the PAST to parsedatetime, and 52.5 s (with an uncertainty) to quantulum3.
# - quantulum3 takes "2m" for metres, and 90" for seconds of ARC.
# - 90" and 1'30, usual in French and Italian plans, are a time to none of the five (durations
#   says 0 s once more).
#
# Versions: pytimeparse 1.1.10, parsedatetime 2.6, durations 0.3.3, humanfriendly 10.0, quantulum3
# 0.10.0.
#
# Why it matters: a rest of 0 s, or of 90 minutes, passes every check of type. Only pytimeparse
# (None) and humanfriendly (an error) refuse all that they cannot read.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --no-compile --disable-pip-version-check 'pytimeparse==1.1.10' 'parsedatetime==2.6' 'durations==0.3.3' 'humanfriendly==10.0' 'quantulum3==0.10.0'

"$tmp/venv/bin/python" - >"$tmp/seen" <<'PY'
import datetime
import warnings

warnings.simplefilter("ignore")  # quantulum3 tells that its classifier is not installed

import humanfriendly
import parsedatetime
import pytimeparse
from durations import Duration
from quantulum3 import parser as quantulum

START = datetime.datetime(2024, 1, 1)


def by_parsedatetime(text):
    moment, status = parsedatetime.Calendar().parseDT(text, START)
    return (moment - START).total_seconds() if status else None


def by_quantulum(text):
    return ", ".join(f"{found.value:g} {found.unit.name}" for found in quantulum.parse(text))


READERS = {
    "pytimeparse": pytimeparse.parse,
    "parsedatetime": by_parsedatetime,
    "durations": lambda text: Duration(text).to_seconds(),
    "humanfriendly": humanfriendly.parse_timespan,
    "quantulum3": by_quantulum,
}
for text in ("1:30", "0:45", "1m30", "10m run", "1 1/2 min", "half a minute", "45-60s", "2m", '90"', "1'30"):
    print(text)
    for name, read in READERS.items():
        try:
            seen = read(text)
        except Exception as error:
            seen = f"refused ({type(error).__name__})"
        print(f"  {name:14} {seen}")
PY

cat >"$tmp/recorded" <<'END'
1:30
  pytimeparse    90
  parsedatetime  5400.0
  durations      0.0
  humanfriendly  refused (InvalidTimespan)
  quantulum3     1 dimensionless, 30 dimensionless
0:45
  pytimeparse    45
  parsedatetime  2700.0
  durations      0.0
  humanfriendly  refused (InvalidTimespan)
  quantulum3     0 dimensionless, 45 dimensionless
1m30
  pytimeparse    None
  parsedatetime  None
  durations      60.0
  humanfriendly  refused (InvalidTimespan)
  quantulum3     1 metre to the 30
10m run
  pytimeparse    None
  parsedatetime  600.0
  durations      600.0
  humanfriendly  refused (InvalidTimespan)
  quantulum3     10 metre
1 1/2 min
  pytimeparse    None
  parsedatetime  120.0
  durations      refused (InvalidTokenError)
  humanfriendly  refused (InvalidTimespan)
  quantulum3     1.5 minute
half a minute
  pytimeparse    None
  parsedatetime  60.0
  durations      refused (InvalidTokenError)
  humanfriendly  refused (InvalidTimespan)
  quantulum3     0.5 per minute of arc
45-60s
  pytimeparse    None
  parsedatetime  -60.0
  durations      refused (ScaleFormatError)
  humanfriendly  refused (InvalidTimespan)
  quantulum3     52.5 second
2m
  pytimeparse    120
  parsedatetime  120.0
  durations      120.0
  humanfriendly  120.0
  quantulum3     2 metre
90"
  pytimeparse    None
  parsedatetime  None
  durations      0.0
  humanfriendly  refused (InvalidTimespan)
  quantulum3     90 second of arc
1'30
  pytimeparse    None
  parsedatetime  None
  durations      0.0
  humanfriendly  refused (InvalidTimespan)
  quantulum3     1 unk to the 30
END

cat "$tmp/seen"
if ! diff "$tmp/recorded" "$tmp/seen" >&2; then
  echo "Changed since it was recorded." >&2
  exit 1
fi
echo "As recorded."
