"""A workout to what is heard: compiled to a timeline, rendered to a file."""
