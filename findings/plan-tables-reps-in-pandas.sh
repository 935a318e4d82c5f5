#!/usr/bin/env bash
# A good guess: pandas.read_html leaves "10,8,6" as text, since it is not a number with thousands;
# and a converter to str keeps a column as it was written.
#
# What is so: read_html takes the comma for a thousands mark, wherever it stands (read_csv has
# none by default), so reps "10,8,6" are 1086 and "12,10" are 1210. In a column with other text in
# it the comma is dropped all the same. "converters={'Reps': str}" comes too late: it gets the
# text without its commas. Only thousands=None leaves them. A tempo "0301" loses its zero if all
# the column looks like numbers. The cells "None" (no weight) and "NA" are missing values.
#
# Versions: pandas 3.1.1, lxml 6.1.3.
#
# Why it matters: training plans on the web are tables, and descending reps are written so.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --no-compile --disable-pip-version-check 'pandas==3.1.1' 'lxml==6.1.3'

"$tmp/venv/bin/python" - >"$tmp/seen" <<'PY'
import io

import pandas

PLAN = """
<table>
<tr><th>Exercise</th><th>Reps</th><th>Tempo</th><th>Weight</th></tr>
<tr><td>Squat</td><td>10,8,6</td><td>3010</td><td>20 kg</td></tr>
<tr><td>Row</td><td>12,10</td><td>0301</td><td>None</td></tr>
<tr><td>Lunge</td><td>21-15-9</td><td>2020</td><td>NA</td></tr>
</table>
"""


def show(name, **options):
    (table,) = pandas.read_html(io.StringIO(PLAN), **options)
    print(name)
    for column in ("Reps", "Tempo", "Weight"):
        print(f"  {column:7}", " | ".join(str(cell) for cell in table[column]))


show("by default")
show("converters to str", converters={"Reps": str, "Tempo": str})
show("thousands=None", thousands=None)
show("all three", thousands=None, converters={"Reps": str, "Tempo": str}, keep_default_na=False)
PY

cat >"$tmp/recorded" <<'END'
by default
  Reps    1086 | 1210 | 21-15-9
  Tempo   3010 | 301 | 2020
  Weight  20 kg | nan | nan
converters to str
  Reps    1086 | 1210 | 21-15-9
  Tempo   3010 | 0301 | 2020
  Weight  20 kg | nan | nan
thousands=None
  Reps    10,8,6 | 12,10 | 21-15-9
  Tempo   3010 | 301 | 2020
  Weight  20 kg | nan | nan
all three
  Reps    10,8,6 | 12,10 | 21-15-9
  Tempo   3010 | 0301 | 2020
  Weight  20 kg | None | NA
END

cat "$tmp/seen"
if ! diff "$tmp/recorded" "$tmp/seen" >&2; then
  echo "Changed since it was recorded." >&2
  exit 1
fi
echo "As recorded."
