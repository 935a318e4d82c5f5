"""Music under the coach: files to tracks of one loudness, tracks to a bed for a whole session."""
