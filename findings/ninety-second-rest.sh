#!/usr/bin/env bash
# A good guess: a library that turns number words into digits reads "ninety second rest" as "90
# second rest", and keeps the numbers of a list apart.
#
# What is so:
# - text2num and words-to-numbers (npm) take "second" for the ordinal: "92nd rest", "92 rest".
#   "thirty second plank" is "32nd plank".
# - word2number makes ONE number of all that it finds: "three sets of ten" is 13, "ten to twelve
#   reps" 22, "four by four hundred" 116.
# - words-to-numbers makes every "a" a 1 ("half 1 minute", "1 set of 10").
# - compromise reads "half a minute" as 0, "point five" as 5, "one thirty" as 130.
#
# Versions: text2num 3.1.0, word2number 1.1, words-to-numbers 1.5.1, compromise 14.17.0.
#
# Why it matters: a transcript of a coach is mostly such phrases. The unit "second" has to be set
# apart before a number reader sees it (text2num leaves the plural, "ninety seconds", right).
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --no-compile --disable-pip-version-check 'text2num==3.1.0' 'word2number==1.1'
npm install --silent --no-fund --no-audit --prefix "$tmp" 'words-to-numbers@1.5.1' 'compromise@14.17.0'

"$tmp/venv/bin/python" - >"$tmp/seen" <<'PY'
from text_to_num import alpha2digit
from word2number.w2n import word_to_num

for text in ("ninety second rest", "ninety seconds rest", "thirty second plank", "one thirty"):
    print("text2num:        ", text, "->", alpha2digit(text, "en"))
for text in ("three sets of ten", "ten to twelve reps", "four by four hundred", "one thirty"):
    print("word2number:     ", text, "->", word_to_num(text))
PY
cat >"$tmp/read.mjs" <<'JS'
import { wordsToNumbers } from 'words-to-numbers';
import nlp from 'compromise';

for (const text of ['ninety second rest', 'half a minute', 'a set of ten', 'second set']) {
  console.log('words-to-numbers:', text, '->', wordsToNumbers(text));
}
for (const text of ['half a minute', 'point five', 'one thirty', 'two and a half minutes']) {
  console.log('compromise:      ', text, '->', nlp(text).numbers().json().map((found) => found.number?.num).join(' '));
}
JS
node "$tmp/read.mjs" >>"$tmp/seen"

cat >"$tmp/recorded" <<'END'
text2num:         ninety second rest -> 92nd rest
text2num:         ninety seconds rest -> 90 seconds rest
text2num:         thirty second plank -> 32nd plank
text2num:         one thirty -> 1 30
word2number:      three sets of ten -> 13
word2number:      ten to twelve reps -> 22
word2number:      four by four hundred -> 116
word2number:      one thirty -> 31
words-to-numbers: ninety second rest -> 92 rest
words-to-numbers: half a minute -> half 1 minute
words-to-numbers: a set of ten -> 1 set of 10
words-to-numbers: second set -> 2 set
compromise:       half a minute -> 0
compromise:       point five -> 5
compromise:       one thirty -> 130
compromise:       two and a half minutes -> 2.5
END

cat "$tmp/seen"
if ! diff "$tmp/recorded" "$tmp/seen" >&2; then
  echo "Changed since it was recorded." >&2
  exit 1
fi
echo "As recorded."
