"""A case that leaves its book, and one that comes into it, whole or not at all."""
