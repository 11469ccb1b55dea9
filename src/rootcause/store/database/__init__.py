"""An engine, SQLite or PostgreSQL: the tables on it, their guards, and what it complains about."""
