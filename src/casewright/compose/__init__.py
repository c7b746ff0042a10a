"""Turn a case and a journal into a `Document`: Jinja, one parse, passes over the AST."""
