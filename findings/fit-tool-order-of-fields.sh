#!/usr/bin/env bash
# A good guess: the fields of a FIT workout step can be set in any order before it is written.
#
# What is so: "duration_time" and "duration_distance" are two readings of one stored number, and
# fit-tool picks the scale (1000 for seconds, 100 for metres) by the duration type that is set AT
# THAT MOMENT. With the value first and the type second, nothing is scaled and nothing is said: 30
# s is stored as 0.03 s, and 400 m as 4 m. The step reads back without an error.
#
# Versions: fit-tool 0.9.16 (writes), fitdecode 0.11.0 (reads).
#
# Why it matters: the watch gets a work interval of 30 milliseconds.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --no-compile --disable-pip-version-check 'fit-tool==0.9.16' 'fitdecode==0.11.0'

"$tmp/venv/bin/python" - >"$tmp/seen" <<'PY'
import io

import fitdecode
from fit_tool.fit_file_builder import FitFileBuilder
from fit_tool.profile.messages.file_id_message import FileIdMessage
from fit_tool.profile.messages.workout_message import WorkoutMessage
from fit_tool.profile.messages.workout_step_message import WorkoutStepMessage
from fit_tool.profile.profile_type import FileType, Sport, WorkoutStepDuration


def step(**fields):
    message = WorkoutStepMessage()
    for name, value in fields.items():
        setattr(message, name, value)
    return message


STEPS = {
    "type, then 30 s": step(duration_type=WorkoutStepDuration.TIME, duration_time=30.0),
    "30 s, then type": step(duration_time=30.0, duration_type=WorkoutStepDuration.TIME),
    "type, then 400 m": step(duration_type=WorkoutStepDuration.DISTANCE, duration_distance=400.0),
    "400 m, then type": step(duration_distance=400.0, duration_type=WorkoutStepDuration.DISTANCE),
}

file_id = FileIdMessage()
file_id.type = FileType.WORKOUT
file_id.time_created = 1_700_000_000_000
workout = WorkoutMessage()
workout.sport = Sport.RUNNING
workout.num_valid_steps = len(STEPS)
builder = FitFileBuilder(auto_define=True)
builder.add_all([file_id, workout])
for index, message in enumerate(STEPS.values()):
    message.message_index = index
    builder.add(message)

with fitdecode.FitReader(io.BytesIO(builder.build().to_bytes())) as reader:
    frames = [f for f in reader if f.frame_type == fitdecode.FIT_FRAME_DATA and f.name == "workout_step"]
for name, frame in zip(STEPS, frames, strict=True):
    (seen,) = ((f.name, f.value) for f in frame.fields if f.name in ("duration_time", "duration_distance"))
    print(f"{name:18} -> {seen[0]} = {seen[1]}")
PY

cat >"$tmp/recorded" <<'END'
type, then 30 s    -> duration_time = 30.0
30 s, then type    -> duration_time = 0.03
type, then 400 m   -> duration_distance = 400.0
400 m, then type   -> duration_distance = 4.0
END

cat "$tmp/seen"
if ! diff "$tmp/recorded" "$tmp/seen" >&2; then
  echo "Changed since it was recorded." >&2
  exit 1
fi
echo "As recorded."
