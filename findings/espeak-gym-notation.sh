#!/usr/bin/env bash
# A good guess: espeak-ng reads the short forms of a training plan as a coach does, or at least
# the same way in each language and for singular and plural.
#
# What is so:
# - "30s" is "thirties" ("thirty" and a z), "30 s" is "thirty ess"; neither is seconds.
# - "20 lbs" is "pounds", "20 lb" is the letters "ell bee".
# - "kg" and "km" are words in French and Swedish; in Spanish only "kg" is; in English, German,
#   Dutch, Italian and Portuguese they are letters.
# - "1:30" is two bare numbers in most languages, and the time of day in German and French ("one
#   o'clock thirty").
# - "10-8-6" says the word "dash" twice; "20/10" says "slash".
# - "3x10" says the letter x, "3×10" says "times".
# - "EMOM", "HIIT" and "AMRAP" are read as words, "RDL" and "RPE" as letters.
# - "Round II" is "round roman two".
#
# Version: piper-tts 1.8.0 with its own espeak-ng.
#
# Why it matters: whoever gives such a voice the plan's own text gets "thirty ess". A table of
# units per language is needed, and it differs per language.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
export PYTHONUTF8=1
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --no-compile --disable-pip-version-check 'piper-tts==1.8.0'

"$tmp/venv/bin/python" - >"$tmp/seen" <<'PY'
from piper.phonemize_espeak import EspeakPhonemizer

espeak = EspeakPhonemizer()


def spoken(voice, text):
    return " | ".join("".join(sentence) for sentence in espeak.phonemize(voice, text))


for text in (
    "30s", "30 s", "30 sec", "20 lb", "20 lbs", "1:30", "10-8-6", "20/10", "3x10", "3\u00d710",
    "EMOM", "HIIT", "AMRAP", "RDL", "RPE 8", "Round II",
):  # fmt: skip
    print(f"en-us {text:10} {spoken('en-us', text)}")
for voice in ("en-us", "de", "nl", "fr", "es", "it", "pt-br", "sv"):
    print(f"{voice:6}", *(f"{text} = {spoken(voice, text)};" for text in ("10 kg", "5 km", "2 min", "1:30")))
PY

cat >"$tmp/recorded" <<'END'
en-us 30s        θˈɜːɾi z
en-us 30 s       θˈɜːɾiʲ ˈɛs
en-us 30 sec     θˈɜːɾi sˈɛk
en-us 20 lb      twˈɛntiʲ ˌɛlbˈiː
en-us 20 lbs     twˈɛnti pˈaʊndz
en-us 1:30       wˈʌn θˈɜːɾi
en-us 10-8-6     tˈɛn dˈæʃ ˈeɪt dˈæʃ sˈɪks
en-us 20/10      twˈɛnti slˈæʃ tˈɛn
en-us 3x10       θɹˈiːʲ ˈɛks tˈɛn
en-us 3×10       θɹˈiː tˈaɪmz tˈɛn
en-us EMOM       ɪmˈɑːm
en-us HIIT       hˈɪʲɪt
en-us AMRAP      ˈæmɹæp
en-us RDL        ˌɑːɹdˌiːʲˈɛl
en-us RPE 8      ˌɑːɹpˌiːʲˈiːʲ ˈeɪt
en-us Round II   ɹˈaʊnd ɹˌoʊmən tˈuː
en-us  10 kg = tˈɛn kˌeɪdʒˈiː; 5 km = fˈaɪv kˌeɪˈɛm; 2 min = tˈuː mˈɪn; 1:30 = wˈʌn θˈɜːɾi;
de     10 kg = tsˈeːn kˌɑːɡˈeː; 5 km = fˈʏnf kˌɑːˈɛm; 2 min = tsvˈaɪ mˈiːn; 1:30 = ˈaɪns uːɾ drˈaɪsɪç;
nl     10 kg = tˈin kˌaːɣˈeː; 5 km = vˈɛɪf kˌaːˈɛm; 2 min = tʋˈeː mˈɪn; 1:30 =  ˈeːn dˈɛrtəx;
fr     10 kg = dˈi kilɔɡʁˈam; 5 km = sˈɛ̃k kilomˈɛtʁ; 2 min = dˈø mˈɛ̃; 1:30 = ˈœ̃ ˈœʁ tʁˈɑ̃t;
es     10 kg = djˈɛθ kˌiloɣɾˈamo; 5 km = θˈinko kˌaˈɛme; 2 min = dˈos mˈin; 1:30 = ˈuno tɾˈeɪnta;
it     10 kg = djˈɛtʃɪ kˌapːadʒˈi; 5 km = tʃˈinkwe kˌapːaˈɛmme; 2 min = dˈue mˈin; 1:30 = ˈuno e tɾˈeːnta;
pt-br  10 kg = dˈɛs kˌaʒˈe; 5 km = sˈĩŋkʊ kˌaˈemɪ; 2 min = dˈoɪz mˈĩm; 1:30 = ˈũn tɾˈĩntɐ;
sv     10 kg = tˈiːʲuː ɕˈiːluːɡrˌam; 5 km = fˈɛm ɕˌɪluːmˈeːtɛr; 2 min = tvˈoː mˈɪn; 1:30 = ˈɛt trˈɛtɪ;
END

cat "$tmp/seen"
if ! diff "$tmp/recorded" "$tmp/seen" >&2; then
  echo "Changed since it was recorded." >&2
  exit 1
fi
echo "As recorded."
