"""Drawing without geography: a display list of primitives, and writers that make files of it."""
