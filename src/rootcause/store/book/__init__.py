"""A case book: whose turn it is to write, the journal and its chain, versions, wholeness."""
