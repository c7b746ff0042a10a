"""Figures that are drawn from facts, as SVG; the same facts give the same bytes."""
