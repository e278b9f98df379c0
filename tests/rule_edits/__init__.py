"""Edits of rule books as data, and the plain way to see what they do: try all answers."""
