"""What everything stands on: units, diagnostics, files, the cache, YAML with its places."""
