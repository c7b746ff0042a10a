"""Noun and time phrases from typed values, as Markdown, by a journal's policies."""
