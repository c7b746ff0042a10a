"""Readers turn files into frozen values in which everything knows its place."""
