#!/usr/bin/env bash
# A good guess: parse-duration and its kin read "1:30" as 90 seconds or give nothing.
#
# What is so (parse-duration and enhanced-ms answer in milliseconds, the others in seconds):
# - parse-duration reads "1:30" as 1.03 ms, and juration as 31 s: each adds up the numbers that it
#   finds. "45-60s" is 60.045 s, and 105 s.
# - "1,5 min" is FIFTEEN minutes to parse-duration and timestring (the comma is dropped), and 301
#   s to juration.
# - "1 1/2 min" is 6,720 s to timestring (112 minutes), "1:30 min" 7,800 s (130 minutes).
# - "1m30" is 90 s to parse-duration and juration, 60 s to timestring and enhanced-ms.
# - "2 sets" is two seconds to enhanced-ms.
# - "20s/10s", a work and a rest, is 30 s to all four.
#
# Versions: parse-duration 2.1.9, enhanced-ms 5.0.0, timestring 7.0.0, juration 0.1.1.
#
# Why it matters: training plans are full of these forms. These answers are numbers like any
# other, so nothing tells the app that its timer is wrong.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
npm install --silent --no-fund --no-audit --prefix "$tmp" 'parse-duration@2.1.9' 'enhanced-ms@5.0.0' 'timestring@7.0.0' 'juration@0.1.1'

cat >"$tmp/read.mjs" <<'JS'
import parseDuration from 'parse-duration';
import { ms } from 'enhanced-ms';
import timestring from 'timestring';
import juration from 'juration';

const readers = {
  'parse-duration (ms)': parseDuration,
  'enhanced-ms (ms)': ms,
  'timestring (s)': timestring,
  'juration (s)': (text) => juration.parse(text),
};
for (const text of ['1:30', '1m30', '1,5 min', '1 1/2 min', '1:30 min', '45-60s', '20s/10s', '2 sets']) {
  console.log(text);
  for (const [name, read] of Object.entries(readers)) {
    let seen;
    try {
      seen = String(read(text));
    } catch {
      seen = 'refused';
    }
    console.log(`  ${name.padEnd(20)} ${seen}`);
  }
}
JS
node "$tmp/read.mjs" >"$tmp/seen"

cat >"$tmp/recorded" <<'END'
1:30
  parse-duration (ms)  1.03
  enhanced-ms (ms)     null
  timestring (s)       refused
  juration (s)         31
1m30
  parse-duration (ms)  90000
  enhanced-ms (ms)     60000
  timestring (s)       60
  juration (s)         90
1,5 min
  parse-duration (ms)  900000
  enhanced-ms (ms)     NaN
  timestring (s)       900
  juration (s)         301
1 1/2 min
  parse-duration (ms)  120011
  enhanced-ms (ms)     120000
  timestring (s)       6720
  juration (s)         122
1:30 min
  parse-duration (ms)  1800001
  enhanced-ms (ms)     null
  timestring (s)       7800
  juration (s)         1801
45-60s
  parse-duration (ms)  60045
  enhanced-ms (ms)     null
  timestring (s)       60
  juration (s)         105
20s/10s
  parse-duration (ms)  30000
  enhanced-ms (ms)     30000
  timestring (s)       30
  juration (s)         30
2 sets
  parse-duration (ms)  null
  enhanced-ms (ms)     2000
  timestring (s)       refused
  juration (s)         refused
END

cat "$tmp/seen"
if ! diff "$tmp/recorded" "$tmp/seen" >&2; then
  echo "Changed since it was recorded." >&2
  exit 1
fi
echo "As recorded."
