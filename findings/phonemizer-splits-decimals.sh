#!/usr/bin/env bash
# A good guess: phonemizer with the espeak backend gives what espeak-ng itself gives.
#
# What is so: phonemizer cuts the text at punctuation BEFORE espeak-ng sees it, and a point or
# comma inside a number is punctuation to it. "2.5 kg" becomes "two", "five kg": the word "point"
# is gone. "1,000 m" becomes "one", "zero zero zero m". German "1,5 km" is "one five". It is so
# whether punctuation is kept or not. Its own wrapper of espeak-ng, one layer below, says "two
# point five" and "one thousand". The way out is the argument punctuation_marks with a pattern
# that spares marks between digits.
#
# Versions: phonemizer-fork 3.3.2, espeakng-loader 0.2.4 (espeak-ng 1.52).
#
# Why it matters: many neural voices take their phonemes from here. A load of 2.5 kg is spoken as
# "two. five kilograms", and 1,000 m as "one. zero zero zero".
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
export PYTHONUTF8=1
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --no-compile --disable-pip-version-check 'phonemizer-fork==3.3.2' 'espeakng-loader==0.2.4'

"$tmp/venv/bin/python" - >"$tmp/seen" <<'PY'
import re

import espeakng_loader
from phonemizer import phonemize
from phonemizer.backend.espeak.wrapper import EspeakWrapper

EspeakWrapper.set_library(espeakng_loader.get_library_path())
EspeakWrapper.set_data_path(espeakng_loader.get_data_path())

TEXTS = {"en-us": ["2.5 kg", "0.5", "1,000 m", "1:30"], "de": ["1,5 km", "2,5 kg"]}
SPARING_NUMBERS = re.compile(r"(?<!\d)[.,:;!?]|[.,:;!?](?!\d)")
for language, texts in TEXTS.items():
    wrapper = EspeakWrapper()
    wrapper.set_voice(language)
    for text in texts:
        print(language, text)
        print("  dropping marks:", phonemize(text, language=language).strip())
        print("  keeping marks: ", phonemize(text, language=language, preserve_punctuation=True).strip())
        print(
            "  own pattern:   ",
            phonemize(
                text, language=language, preserve_punctuation=True, punctuation_marks=SPARING_NUMBERS
            ).strip(),
        )
        print("  espeak itself: ", wrapper.text_to_phonemes(text).replace("_", ""))
PY

cat >"$tmp/recorded" <<'END'
en-us 2.5 kg
  dropping marks: tuː faɪv keɪdʒiː
  keeping marks:  tuː.faɪv keɪdʒiː
  own pattern:    tuː pɔɪnt faɪv keɪdʒiː
  espeak itself:  tˈuː pɔɪnt fˈaɪv kˌeɪdʒˈiː
en-us 0.5
  dropping marks: ziəɹoʊ faɪv
  keeping marks:  ziəɹoʊ.faɪv
  own pattern:    ziəɹoʊ pɔɪnt faɪv
  espeak itself:  zˈiəɹoʊ pɔɪnt fˈaɪv
en-us 1,000 m
  dropping marks: wʌn ziəɹoʊziəɹoʊ ziəɹoʊ ɛm
  keeping marks:  wʌn,ziəɹoʊziəɹoʊ ziəɹoʊ ɛm
  own pattern:    wʌn θaʊzənd ɛm
  espeak itself:  wˈʌn θˈaʊzənd ˈɛm
en-us 1:30
  dropping marks: wʌn θɜːɾi
  keeping marks:  wʌn:θɜːɾi
  own pattern:    wʌn θɜːɾi
  espeak itself:  wˈʌn θˈɜːɾi
de 1,5 km
  dropping marks: aɪns fʏnf kɑːɛm
  keeping marks:  aɪns,fʏnf kɑːɛm
  own pattern:    aɪns kɔmɑː fʏnf kɑːɛm
  espeak itself:  ˈaɪns kɔmɑː fˈʏnf kˌɑːˈɛm
de 2,5 kg
  dropping marks: tsvaɪ fʏnf kɑːɡeː
  keeping marks:  tsvaɪ,fʏnf kɑːɡeː
  own pattern:    tsvaɪ kɔmɑː fʏnf kɑːɡeː
  espeak itself:  tsvˈaɪ kɔmɑː fˈʏnf kˌɑːɡˈeː
END

cat "$tmp/seen"
if ! diff "$tmp/recorded" "$tmp/seen" >&2; then
  echo "Changed since it was recorded." >&2
  exit 1
fi
echo "As recorded."
