"""Cases of a book: registered, taken along step by step, and listed beside each other."""
