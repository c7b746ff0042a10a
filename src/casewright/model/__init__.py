"""The frozen types that every layer above shares; nothing here reads or writes."""
