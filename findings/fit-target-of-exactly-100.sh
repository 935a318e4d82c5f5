#!/usr/bin/env bash
# A good guess: the heart rates and powers of a FIT workout step read back as numbers.
#
# What is so: FIT stores a heart-rate target of 0-100 as per cent of the maximum and adds 100 to
# beats a minute; powers likewise are per cent up to 1000, and watts with 1000 added. The profile
# writes the offset itself as a named value of the type, so a target of exactly 100 (per cent of
# maximum heart rate) reads as the WORD "bpm_offset", and one of 1000 (0 W) as "watts_offset".
# Three independent readers do so, Garmin's own among them; the numbers next to it stay numbers.
#
# Versions: fit-tool 0.9.16 (writes), fitdecode 0.11.0, fitparse 1.2.0, garmin-fit-sdk 21.218.0.
#
# Why it matters: "up to 100 % of maximum" is a usual upper limit, and code that compares or
# subtracts fails on that one value only.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --no-compile --disable-pip-version-check 'fit-tool==0.9.16' 'fitdecode==0.11.0' 'fitparse==1.2.0' 'garmin-fit-sdk==21.218.0'

"$tmp/venv/bin/python" - >"$tmp/seen" <<'PY'
import io

import fitdecode
import fitparse
from fit_tool.fit_file_builder import FitFileBuilder
from fit_tool.profile.messages.file_id_message import FileIdMessage
from fit_tool.profile.messages.workout_message import WorkoutMessage
from fit_tool.profile.messages.workout_step_message import WorkoutStepMessage
from fit_tool.profile.profile_type import FileType, Sport, WorkoutStepDuration, WorkoutStepTarget
from garmin_fit_sdk import Decoder, Stream


def step(target, field, low, high):
    message = WorkoutStepMessage()
    message.duration_type = WorkoutStepDuration.OPEN
    message.target_type = target
    message.target_value = 0
    setattr(message, f"custom_target_{field}_low", low)
    setattr(message, f"custom_target_{field}_high", high)
    return message


HEART, POWER = WorkoutStepTarget.HEART_RATE, WorkoutStepTarget.POWER
STEPS = [
    step(HEART, "heart_rate", 99, 100),
    step(HEART, "heart_rate", 100, 101),
    step(HEART, "heart_rate", 240, 250),
    step(POWER, "power", 999, 1000),
    step(POWER, "power", 1200, 1250),
]
file_id = FileIdMessage()
file_id.type = FileType.WORKOUT
file_id.time_created = 1_700_000_000_000
workout = WorkoutMessage()
workout.sport = Sport.CYCLING
workout.num_valid_steps = len(STEPS)
builder = FitFileBuilder(auto_define=True)
builder.add_all([file_id, workout])
for index, message in enumerate(STEPS):
    message.message_index = index
    builder.add(message)
raw = builder.build().to_bytes()


def limits(fields):
    return [v for n, v in fields if n.startswith(("custom_target_heart", "custom_target_power"))]


with fitdecode.FitReader(io.BytesIO(raw)) as reader:
    for frame in reader:
        if frame.frame_type == fitdecode.FIT_FRAME_DATA and frame.name == "workout_step":
            print("fitdecode", limits((f.name, f.value) for f in frame.fields if f.value is not None))
for message in fitparse.FitFile(io.BytesIO(raw)).get_messages("workout_step"):
    print("fitparse ", limits((f.name, f.value) for f in message.fields if f.value is not None))
messages, errors = Decoder(Stream.from_byte_array(raw)).read()
for message in messages["workout_step_mesgs"]:
    print("garmin   ", limits(message.items()))
print("errors:", errors)
PY

cat >"$tmp/recorded" <<'END'
fitdecode [99, 'bpm_offset']
fitdecode ['bpm_offset', 101]
fitdecode [240, 250]
fitdecode [999, 'watts_offset']
fitdecode [1200, 1250]
fitparse  [99, 'bpm_offset']
fitparse  ['bpm_offset', 101]
fitparse  [240, 250]
fitparse  [999, 'watts_offset']
fitparse  [1200, 1250]
garmin    [99, 'bpm_offset']
garmin    ['bpm_offset', 101]
garmin    [240, 250]
garmin    [999, 'watts_offset']
garmin    [1200, 1250]
errors: []
END

cat "$tmp/seen"
if ! diff "$tmp/recorded" "$tmp/seen" >&2; then
  echo "Changed since it was recorded." >&2
  exit 1
fi
echo "As recorded."
