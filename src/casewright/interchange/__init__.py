"""Works as other programs hand them over: one module for each format, with a table of its names."""
