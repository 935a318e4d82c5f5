"""What is said and shown, in each language: the catalogue, phrases, and their pronunciation."""
