"""How far a report answers the items of a reporting guideline."""
