"""Candidates held against each other: who stands, who is a proxy, who rivals whom, in pairs."""
