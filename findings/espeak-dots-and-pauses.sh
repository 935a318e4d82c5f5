#!/usr/bin/env bash
# A good guess: an ellipsis makes espeak-ng pause, "Plank.Rest." is two sentences in need of a
# space, and a lone "!" says nothing.
#
# What is so, in the espeak-ng that piper-tts carries:
# - "Ready... set... go!" has no pause at all. Not even a space is left between the phonemes of
#   its words, with three dots and with the one-character ellipsis.
# - A spaced hyphen does not pause; a spaced dash does (as a semicolon).
# - A full stop without a space after it is the word "dot": "plank dot rest".
# - "Rest .. now" says "dot" too, and a lone "!" is "exclamation".
# - "No. 1" is a "no", a full stop, and a "one".
#
# Version: piper-tts 1.8.0 with its own espeak-ng (no voice model is needed to see this).
#
# Why it matters: a countdown written "Ready... set... go!" comes as one word, with less of a gap
# than if it had no marks at all.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
export PYTHONUTF8=1
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --no-compile --disable-pip-version-check 'piper-tts==1.8.0'

"$tmp/venv/bin/python" - >"$tmp/seen" <<'PY'
from piper.phonemize_espeak import EspeakPhonemizer

espeak = EspeakPhonemizer()
for text in (
    "Ready, set, go!",
    "Ready set go!",
    "Ready... set... go!",
    "Ready\u2026 set\u2026 go!",
    "Ready - set - go!",
    "Ready \u2013 set \u2013 go!",
    "Plank. Rest.",
    "Plank.Rest.",
    "Rest .. now",
    "!",
    "Go! !",
    "No. 1",
):
    sentences = ["".join(sentence) for sentence in espeak.phonemize("en-us", text)]
    print(f"{text!r:24} {' | '.join(sentences)}")
PY

cat >"$tmp/recorded" <<'END'
'Ready, set, go!'        ɹˈɛdi, sˈɛt, ɡˈoʊ!
'Ready set go!'          ɹˈɛdi sˈɛt ɡˈoʊ!
'Ready... set... go!'    ɹˈɛdisˈɛtɡˈoʊ!
'Ready… set… go!'        ɹˈɛdisˈɛtɡˈoʊ!
'Ready - set - go!'      ɹˈɛdi sˈɛt ɡˈoʊ!
'Ready – set – go!'      ɹˈɛdi; sˈɛt; ɡˈoʊ!
'Plank. Rest.'           plˈæŋk. | ɹˈɛst.
'Plank.Rest.'            plˈæŋk dˈɑːt ɹˈɛst.
'Rest .. now'            ɹˈɛst dˈɑːt nˈaʊ
'!'                      ˈɛkskləmˌeɪʃən
'Go! !'                  ɡˈoʊ! | ˈɛkskləmˌeɪʃən
'No. 1'                  nˈoʊ. | wˈʌn
END

cat "$tmp/seen"
if ! diff "$tmp/recorded" "$tmp/seen" >&2; then
  echo "Changed since it was recorded." >&2
  exit 1
fi
echo "As recorded."
