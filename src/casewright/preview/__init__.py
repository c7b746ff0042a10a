"""The preview: a page in the browser that follows every change of a case."""
