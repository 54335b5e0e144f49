"""The published catalogue in the formats of others: for programs, for spreadsheets, for maps, for readers of feeds."""
