#!/usr/bin/env bash
# A good guess: gTTS sends "Rest. Thirty seconds." to be spoken as two sentences.
#
# What is so: before it sends anything, gTTS takes the full stop from its list of abbreviations
# (dr, jr, mr, mrs, ms, msgr, prof, sr, st). The match asks where a word ends, never where it
# begins, so each word that ENDS in "st" or "ms" loses its full stop too: Rest, Last, First,
# Chest, Twist, Arms, Forearms. The list is the English one in every language: Dutch "Rust." and
# German "Brust." lose theirs as well. "!" and "?" stay, and so does a stop after a space.
#
# The other surprise: up to 100 characters a text goes in one piece, and its commas with it. A
# longer one is cut at every comma, and the commas are dropped, so each phrase becomes a request
# of its own.
#
# Version: gTTS 2.5.4 (only its text stage runs; nothing is sent).
#
# Why it matters: "Rest." is the commonest cue of an interval session, and it is read in one
# breath with what follows. A test with "Go." would not show it.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --no-compile --disable-pip-version-check 'gTTS==2.5.4'

"$tmp/venv/bin/python" - >"$tmp/seen" <<'PY'
from gtts import gTTS


def pieces(text, lang="en"):
    return gTTS(text, lang=lang, lang_check=False)._tokenize(text)


WORDS = {
    "en": "Rest Last First Fast Chest Wrist Twist Thrust Arms Forearms Palms Left Squat Go",
    "nl": "Rust Borst Vuist Eerst Links",
    "de": "Brust Zuerst Arms Rast Pause",
    "fr": "Est Test Repos",
    "sv": "Bröst Först Sist Vila",
}
for lang, words in WORDS.items():
    lost = [w for w in words.split() if pieces(f"{w}. Go on", lang) != [f"{w}. Go on"]]
    kept = [w for w in words.split() if w not in lost]
    print(lang, "loses the stop:", *lost, "| keeps it:", *kept)

for text in ("Rest. Thirty seconds.", "Rest! Thirty seconds.", "Rest . Thirty seconds."):
    print(repr(text), "->", pieces(text))

plan = "Push-ups, ten reps, then rest for thirty seconds, then squats, fifteen reps, and hold the"
for text in (plan + " last.", plan + " very last of them all."):
    print(len(text), "characters ->", pieces(text))
PY

cat >"$tmp/recorded" <<'END'
en loses the stop: Rest Last First Fast Chest Wrist Twist Thrust Arms Forearms Palms | keeps it: Left Squat Go
nl loses the stop: Rust Borst Vuist Eerst | keeps it: Links
de loses the stop: Brust Zuerst Arms Rast | keeps it: Pause
fr loses the stop: Est Test | keeps it: Repos
sv loses the stop: Bröst Först Sist | keeps it: Vila
'Rest. Thirty seconds.' -> ['Rest Thirty seconds.']
'Rest! Thirty seconds.' -> ['Rest!  Thirty seconds.']
'Rest . Thirty seconds.' -> ['Rest . Thirty seconds.']
95 characters -> ['Push-ups, ten reps, then rest for thirty seconds, then squats, fifteen reps, and hold the last']
112 characters -> ['Push-ups', 'ten reps', 'then rest for thirty seconds', 'then squats', 'fifteen reps', 'and hold the very last of them all.']
END

cat "$tmp/seen"
if ! diff "$tmp/recorded" "$tmp/seen" >&2; then
  echo "Changed since it was recorded." >&2
  exit 1
fi
echo "As recorded."
