#!/usr/bin/env bash
# A good guess: a plan "six runs, Wednesdays and Fridays" that starts on a Monday has six runs, at
# the hour that was written, in every library.
#
# What is so: the start need not fall on a day of the rule, and then the standard leaves open what
# is meant (RFC 5545, DTSTART).
# - recurring-ical-events gives SEVEN: Monday's start and the six.
# - dateutil, given the same rule and start, gives six, without the Monday.
# - ics.py gives ONE event: it keeps the rule as text and does not unfold it. It also makes the
#   floating hour (06:00 wherever you are) 06:00 in UTC, and writes it back with a Z.
#
# Versions: icalendar 7.3.2, recurring-ical-events 3.8.2, python-dateutil 2.9.0.post0, ics 0.7.3.
#
# Why it matters: training plans are handed out as calendars with floating hours. The athlete gets
# a seventh session, or, in New York, a six-o'clock run at one in the morning.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --no-compile --disable-pip-version-check 'icalendar==7.3.2' 'recurring-ical-events==3.8.2' 'python-dateutil==2.9.0.post0' 'ics==0.7.3'

"$tmp/venv/bin/python" - >"$tmp/seen" <<'PY'
import datetime

import icalendar
import ics
import recurring_ical_events
from dateutil.rrule import rrulestr

RULE = "FREQ=WEEKLY;COUNT=6;BYDAY=WE,FR"
PLAN = f"""BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//plan//plan//EN
BEGIN:VEVENT
UID:run@example.com
DTSTAMP:20240101T000000Z
DTSTART:20240101T060000
DURATION:PT30M
RRULE:{RULE}
SUMMARY:Run
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")


def tell(name, starts):
    starts = list(starts)
    print(f"{name:22} {len(starts)}:", ", ".join(start.strftime("%a %d %H:%M") for start in starts))


events = recurring_ical_events.of(icalendar.Calendar.from_ical(PLAN)).between(
    datetime.datetime(2024, 1, 1), datetime.datetime(2024, 12, 31)
)
tell("recurring-ical-events", sorted(event["DTSTART"].dt for event in events))
tell("dateutil", rrulestr(RULE, dtstart=datetime.datetime(2024, 1, 1, 6)))
calendar = ics.Calendar(PLAN)
tell("ics.py", (event.begin for event in calendar.events))
print("ics.py writes", next(line for line in calendar.serialize().splitlines() if line.startswith("DTSTART")))
PY

cat >"$tmp/recorded" <<'END'
recurring-ical-events  7: Mon 01 06:00, Wed 03 06:00, Fri 05 06:00, Wed 10 06:00, Fri 12 06:00, Wed 17 06:00, Fri 19 06:00
dateutil               6: Wed 03 06:00, Fri 05 06:00, Wed 10 06:00, Fri 12 06:00, Wed 17 06:00, Fri 19 06:00
ics.py                 1: Mon 01 06:00
ics.py writes DTSTART:20240101T060000Z
END

cat "$tmp/seen"
if ! diff "$tmp/recorded" "$tmp/seen" >&2; then
  echo "Changed since it was recorded." >&2
  exit 1
fi
echo "As recorded."
