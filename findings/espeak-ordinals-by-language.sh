#!/usr/bin/env bash
# A good guess: the usual written ordinals ("3. Runde", "2e série", "1.ª serie") are read as
# ordinals by the voice of that language.
#
# What is so: it depends on the language, and on which of two like signs is used.
# - German and Polish "3. runda" is "three", a full stop, "round"; Danish and Norwegian, which
#   write it the same way, get "third".
# - Italian "2º" (ordinal sign, U+00BA) is "second"; "2°" (degree sign, U+00B0, the one on the
#   Italian keyboard) is "two degrees".
# - Spanish "1ª" is right, "1.ª", which the Academy asks for, is "one point a".
# - French "1er" is right, "2e" and "1re" are a number and a letter or syllable, and "2ème" works
#   by the sound of it.
# - Dutch "3e" is "third" and then the letter: "derde e"; "2de" is "two de".
# - Swedish "3:e" is right.
#
# Version: piper-tts 1.8.0 with its own espeak-ng.
#
# Why it matters: "round 3 of 5" is said in every session. In most languages the number has to be
# spelled out before it reaches the voice.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
export PYTHONUTF8=1
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --no-compile --disable-pip-version-check 'piper-tts==1.8.0'

"$tmp/venv/bin/python" - >"$tmp/seen" <<'PY'
from piper.phonemize_espeak import EspeakPhonemizer

espeak = EspeakPhonemizer()
TEXTS = {
    "de": ["3. Runde", "dritte Runde"],
    "pl": ["3. runda", "trzecia runda"],
    "da": ["3. runde", "tredje runde"],
    "nb": ["3. runde", "tredje runde"],
    "sv": ["3:e omg\u00e5ngen", "tredje omg\u00e5ngen"],
    "it": ["2\u00b0 giro", "2\u00ba giro", "secondo giro"],
    "es": ["1\u00aa serie", "1.\u00aa serie", "primera serie"],
    "fr": ["1er tour", "premier tour", "2e tour", "2\u00e8me tour", "deuxi\u00e8me tour", "1re s\u00e9rie"],
    "nl": ["3e ronde", "2de ronde", "derde ronde", "tweede ronde"],
}
for voice, texts in TEXTS.items():
    for text in texts:
        sentences = ["".join(sentence) for sentence in espeak.phonemize(voice, text)]
        print(f"{voice} {text:16} {' | '.join(sentences)}")
PY

cat >"$tmp/recorded" <<'END'
de 3. Runde         drˈaɪ. | rˈʊndə
de dritte Runde     drˈɪtə rˈʊndə
pl 3. runda         tʃˈɨ rˈunda
pl trzecia runda    tʃˈɛtɕa rˈunda
da 3. runde         tʁˈɛdjə ʁˈɒnə
da tredje runde     tʁˈɛðjə ʁˈɒnə
nb 3. runde         trˈɛdja rˈʉnna
nb tredje runde     trˈɛdja rˈʉnna
sv 3:e omgången     trˈeːdjə ˈɔmɡɔŋən
sv tredje omgången  trˈeːdjə ˈɔmɡɔŋən
it 2° giro          dˈue ɡɾˈaːdɪ dʒˈiro
it 2º giro          sekˈondo dʒˈiro
it secondo giro     sekˈondo dʒˈiro
es 1ª serie         pɾimˈɛɾa sˈeɾje
es 1.ª serie        ˈuno pˌunto ˈa sˈeɾje
es primera serie    pɾimˈeɾa sˈeɾje
fr 1er tour         pʁəmjˈe tˈuʁ
fr premier tour     pʁəmjˈe tˈuʁ
fr 2e tour          dˈø ˈə tˈuʁ
fr 2ème tour        dˈøz jˈɛm tˈuʁ
fr deuxième tour    døzjˈɛm tˈuʁ
fr 1re série        ˈœ̃ ʁə- seʁˈi
nl 3e ronde         dˈɛrdə ˈeː rˈɔndə
nl 2de ronde        tʋˈeː də rˈɔndə
nl derde ronde      dˈɛrdə rˈɔndə
nl tweede ronde     tʋˈeːdə rˈɔndə
END

cat "$tmp/seen"
if ! diff "$tmp/recorded" "$tmp/seen" >&2; then
  echo "Changed since it was recorded." >&2
  exit 1
fi
echo "As recorded."
