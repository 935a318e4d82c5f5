#!/usr/bin/env bash
# A good guess: the language tells whether "1,5 km" has a decimal comma, and parsing "1.5" in a
# language with a comma is an error.
#
# What is so:
# - The country decides, not the language. In Switzerland German and Italian have the POINT, and
#   French the comma; Spanish has the comma in Spain, the point in Mexico; English has the comma
#   in South Africa.
# - Babel's parse_decimal, unless strict, takes the other mark for one of thousands wherever it
#   stands: "1.5" is FIFTEEN in German, "1,5" is fifteen in English. Where thousands are set apart
#   by a space (French, Portuguese of Portugal), the same "1.5" is one and a half.
# - strict=True refuses both "1.5" in German and "1,5" in English.
#
# Version: Babel 2.19.0 with its CLDR data.
#
# Why it matters: plans mix both marks. A run of 15 km in place of 1.5 km is a plausible number.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --no-compile --disable-pip-version-check 'Babel==2.19.0'

"$tmp/venv/bin/python" - >"$tmp/seen" <<'PY'
from babel.numbers import NumberFormatError, format_decimal, parse_decimal


def parsed(text, tag, strict=False):
    try:
        return parse_decimal(text, locale=tag, strict=strict)
    except NumberFormatError:
        return "refused"


for tag in "en_US en_ZA de_DE de_CH it_IT it_CH fr_FR fr_CH es_ES es_MX pt_BR pt_PT".split():
    print(
        tag,
        "writes",
        format_decimal(1.5, locale=tag),
        "| reads 1,5 as",
        parsed("1,5", tag),
        "and 1.5 as",
        parsed("1.5", tag),
        "| strictly",
        parsed("1,5", tag, strict=True),
        "and",
        parsed("1.5", tag, strict=True),
    )
PY

cat >"$tmp/recorded" <<'END'
en_US writes 1.5 | reads 1,5 as 15 and 1.5 as 1.5 | strictly refused and 1.5
en_ZA writes 1,5 | reads 1,5 as 1.5 and 1.5 as 1.5 | strictly 1.5 and 1.5
de_DE writes 1,5 | reads 1,5 as 1.5 and 1.5 as 15 | strictly 1.5 and refused
de_CH writes 1.5 | reads 1,5 as refused and 1.5 as 1.5 | strictly refused and 1.5
it_IT writes 1,5 | reads 1,5 as 1.5 and 1.5 as 15 | strictly 1.5 and refused
it_CH writes 1.5 | reads 1,5 as refused and 1.5 as 1.5 | strictly refused and 1.5
fr_FR writes 1,5 | reads 1,5 as 1.5 and 1.5 as 1.5 | strictly 1.5 and 1.5
fr_CH writes 1,5 | reads 1,5 as 1.5 and 1.5 as 1.5 | strictly 1.5 and 1.5
es_ES writes 1,5 | reads 1,5 as 1.5 and 1.5 as 15 | strictly 1.5 and refused
es_MX writes 1.5 | reads 1,5 as 15 and 1.5 as 1.5 | strictly refused and 1.5
pt_BR writes 1,5 | reads 1,5 as 1.5 and 1.5 as 15 | strictly 1.5 and refused
pt_PT writes 1,5 | reads 1,5 as 1.5 and 1.5 as 1.5 | strictly 1.5 and 1.5
END

cat "$tmp/seen"
if ! diff "$tmp/recorded" "$tmp/seen" >&2; then
  echo "Changed since it was recorded." >&2
  exit 1
fi
echo "As recorded."
