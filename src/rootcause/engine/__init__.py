"""Where the counting is done: in memory (numpy), on disk (DuckDB), on a cluster (Spark).

`statistics` is what is counted and how parts of it add up, `scales` at which places, `producing`
what an engine does: `batches` is how numpy does it, `disk` how DuckDB, `cluster` how Spark.
Above them everything is the same: `opening` says what is counted at all, and `surveying` reads down
one page: looks at columns, lays scales, has candidates counted and reads what they are.
"""
