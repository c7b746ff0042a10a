"""What is wrong with the entries of a library: each alone, and all together."""
