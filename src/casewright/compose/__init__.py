"""Turn a case and a journal into a `Document`: Markdown by Jinja, one parse, passes over the AST."""
