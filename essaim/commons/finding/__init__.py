"""Commons are found: by their words, in the database; by the values of their facets, in memory."""
