"""Writers turn a `Document` into the bytes of a file."""
