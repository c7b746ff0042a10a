"""Figure files on their way into the outputs: checked, freed of metadata, neutrally named."""
