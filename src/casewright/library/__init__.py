"""References on their way to citeproc: citation styles, and CSL items from BibTeX."""
