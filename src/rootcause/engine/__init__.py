"""Where the counting is done: in memory (numpy), on disk (DuckDB), on a cluster (Spark).

statistics (what is counted, and how parts of it add up) -> scales (at which places) -> producing
(what an engine does) -> batches (how numpy does it).
"""
