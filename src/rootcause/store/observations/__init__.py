"""What is observed: typed in or imported, checked, put right, and read again as one table."""
