"""The answer looked at closely: what it hangs on, what turns it, what changed, what differs."""
