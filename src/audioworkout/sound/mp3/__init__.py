"""MP3 without re-encoding: closed runs of frames, put in a row behind a tag."""
