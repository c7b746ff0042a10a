"""BibTeX as bytes: its grammar, where everything stands, and edits that leave the rest alone."""
