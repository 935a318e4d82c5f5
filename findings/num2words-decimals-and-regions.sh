#!/usr/bin/env bash
# A good guess: num2words gives the numbers of a workout as a speaker of the language says them.
#
# What is so:
# - Turkish decimals are read as hundredths, in a whole number: 1.05 is "one comma five" and 1.5
#   is "one comma fifty". A distance of 1.05 km is heard as 1.5 km.
# - Spanish has "punto" in es and es_CO alike; Spain says "coma".
# - Belgian French has 81 as "quatre-vingt et un" (quatre-vingt-un). Swiss French always says
#   "huitante", which is not said in all of the French-speaking cantons.
# - The French ordinal of 80 is "quatre-vingtsième"; those of fr_BE and fr_CH are right.
# - The Spanish eleventh is "décimoprimero" (for undécimo, or decimoprimero without the accent).
#
# Version: num2words 0.5.14.
#
# Why it matters: a workout's cues are mostly numbers, and distances and loads are decimals.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
export PYTHONUTF8=1
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --no-compile --disable-pip-version-check 'num2words==0.5.14'

"$tmp/venv/bin/python" - >"$tmp/seen" <<'PY'
from num2words import num2words

for tag, numbers in {
    "tr": (1.05, 1.5, 1.55, 2.25),
    "es": (1.5, 2.25),
    "es_CO": (1.5,),
    "fr": (80, 81, 91),
    "fr_BE": (80, 81, 91),
    "fr_CH": (80, 81, 91),
}.items():
    print(tag, *(f"{number} = {num2words(number, lang=tag)};" for number in numbers))
for tag, number in (("fr", 80), ("fr_BE", 80), ("fr_CH", 80), ("es", 11), ("es", 12)):
    print(tag, number, "in order:", num2words(number, lang=tag, to="ordinal"))
PY

cat >"$tmp/recorded" <<'END'
tr 1.05 = birvirgülbeş; 1.5 = birvirgülelli; 1.55 = birvirgülellibeş; 2.25 = ikivirgülyirmibeş;
es 1.5 = uno punto cinco; 2.25 = dos punto dos cinco;
es_CO 1.5 = uno punto cinco;
fr 80 = quatre-vingts; 81 = quatre-vingt-un; 91 = quatre-vingt-onze;
fr_BE 80 = quatre-vingt; 81 = quatre-vingt et un; 91 = nonante et un;
fr_CH 80 = huitante; 81 = huitante et un; 91 = nonante et un;
fr 80 in order: quatre-vingtsième
fr_BE 80 in order: quatre-vingtième
fr_CH 80 in order: huitantième
es 11 in order: décimoprimero
es 12 in order: décimosegundo
END

cat "$tmp/seen"
if ! diff "$tmp/recorded" "$tmp/seen" >&2; then
  echo "Changed since it was recorded." >&2
  exit 1
fi
echo "As recorded."
