#!/usr/bin/env bash
# A good guess: the "narrow" unit style of CLDR shortens a unit, but a duration stays apart from a
# distance.
#
# What is so: in English, Dutch, Danish, Swedish, Croatian, Romanian and Japanese, three minutes
# and three metres are the same string, "3m" (and a month is "1m" in most of these). German,
# French, Spanish, Italian, Portuguese and Polish keep "min" apart. English pounds are "20#". The
# "short" style is safe in all of them.
#
# The plural of 1.5 differs as well, between two countries of one language: Brazil has "1,5
# minuto" and Portugal "1,5 minutos"; in French and Danish 1.5 is singular too, and in Czech a
# third form.
#
# Version: Babel 2.19.0 (other libraries carry the same CLDR data).
#
# Why it matters: "3m" in a plan of runs is read as either one.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
export PYTHONUTF8=1
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --no-compile --disable-pip-version-check 'Babel==2.19.0'

"$tmp/venv/bin/python" - >"$tmp/seen" <<'PY'
from babel import Locale
from babel.units import format_unit

for tag in "en nl da sv hr ro ja de fr es it pt pl".split():
    shown = [
        format_unit(number, unit, style, locale=tag).replace("\u202f", " ").replace("\xa0", " ")
        for number, unit, style in (
            (3, "duration-minute", "narrow"),
            (3, "length-meter", "narrow"),
            (1, "duration-month", "narrow"),
            (20, "mass-pound", "narrow"),
            (3, "duration-minute", "short"),
        )
    ]
    print(tag, "same:" if shown[0] == shown[1] else "apart:", " | ".join(shown))
for tag in ("en", "de", "fr", "da", "cs", "pt_BR", "pt_PT"):
    forms = [Locale.parse(tag).plural_form(number) for number in (0, 0.5, 1, 1.5, 2)]
    print(tag, *forms, "|", format_unit(1.5, "duration-minute", "long", locale=tag).replace("\xa0", " "))
PY

cat >"$tmp/recorded" <<'END'
en same: 3m | 3m | 1m | 20# | 3 min
nl same: 3 m | 3 m | 1 m | 20 lb | 3 min
da same: 3 m | 3 m | 1 m | 20 pund | 3 min.
sv same: 3m | 3m | 1m | 20lb | 3 min
hr same: 3 m | 3 m | 1 mj. | 20 lb | 3 min
ro same: 3 m | 3 m | 1 l | 20 lb | 3 min.
ja same: 3m | 3m | 1m | 20lb | 3 分
de apart: 3 Min. | 3 m | 1 M | 20 lb | 3 Min.
fr apart: 3min | 3m | 1m. | 20lb | 3 min
es apart: 3min | 3m | 1m | 20lb | 3 min
it apart: 3min | 3m | 1 mese | 20lb | 3 min
pt apart: 3 min | 3 m | 1 mês | 20 lb | 3 min
pl apart: 3 min | 3 m | 1 m-c | 20 funtów | 3 min
en other other one other other | 1.5 minutes
de other other one other other | 1,5 Minuten
fr one one one one other | 1,5 minute
da other one one one other | 1,5 minut
cs other many one many few | 1,5 minuty
pt_BR one one one one other | 1,5 minuto
pt_PT other other one other other | 1,5 minutos
END

cat "$tmp/seen"
if ! diff "$tmp/recorded" "$tmp/seen" >&2; then
  echo "Changed since it was recorded." >&2
  exit 1
fi
echo "As recorded."
