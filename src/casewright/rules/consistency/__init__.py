"""What facts and words of a report say of each other: the rules from CON010 on."""
