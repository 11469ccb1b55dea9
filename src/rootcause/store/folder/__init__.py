"""A case as a folder of text that people read and write."""
