"""A show: its file, its feed and pages, how it is published, served and looked at online."""
