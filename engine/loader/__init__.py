"""The user's model: found in a file, imported, built, given inputs; and what was wrong with it."""
