"""What tells who somebody is, in the English of case reports: a pure scanner and its words."""
