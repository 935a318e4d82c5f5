#!/usr/bin/env bash
# A good guess: inflect, the usual choice for saying numbers in English, refuses "21-15-9" or
# reads it number by number; and it knows "an 8-minute run".
#
# What is so (number_to_words drops what is not a digit and joins the rest):
# - "21-15-9" is "twenty-one thousand, one hundred and fifty-nine", "45-60" is "four thousand,
#   five hundred and sixty", "1:30" is "one hundred and thirty", "1/2" is "twelve", "3x10" is
#   "three hundred and ten".
# - "1,5" is "fifteen", "1.5" is "one point five".
# - The article goes by letters: "a 8-minute run", "a 80 kg lift", "a 11", beside the right "an
#   RDL", "a unilateral row".
# - The plural of "toes to bar" is "toess to bar", and of "abs" "ab"; "box jump over" becomes "box
#   jumps over".
#
# Version: inflect 7.6.0.
#
# Why it matters: speech front ends use it to spell out numbers, and each of these is a whole rep
# scheme or duration.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --no-compile --disable-pip-version-check 'inflect==7.6.0'

"$tmp/venv/bin/python" - >"$tmp/seen" <<'PY'
import inflect

engine = inflect.engine()
for text in ("21-15-9", "45-60", "1:30", "1/2", "3x10", "1,5", "1.5"):
    print(f"{text:8}", engine.number_to_words(text))
print(*(engine.a(text) for text in ("8-minute run", "80 kg lift", "11", "RDL", "unilateral row")), sep="; ")
for name in ("push-up", "press", "toes to bar", "abs", "box jump over"):
    print(f"{name:14}", engine.plural(name))
PY

cat >"$tmp/recorded" <<'END'
21-15-9  twenty-one thousand, one hundred and fifty-nine
45-60    four thousand, five hundred and sixty
1:30     one hundred and thirty
1/2      twelve
3x10     three hundred and ten
1,5      fifteen
1.5      one point five
a 8-minute run; a 80 kg lift; a 11; an RDL; a unilateral row
push-up        push-ups
press          presses
toes to bar    toess to bar
abs            ab
box jump over  box jumps over
END

cat "$tmp/seen"
if ! diff "$tmp/recorded" "$tmp/seen" >&2; then
  echo "Changed since it was recorded." >&2
  exit 1
fi
echo "As recorded."
