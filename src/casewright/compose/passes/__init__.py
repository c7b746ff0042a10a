"""Passes over the AST, each one step from the parsed layout to the finished manuscript."""
