"""How a report is worded: the rules from STY010 on."""
