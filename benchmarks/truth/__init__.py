"""Simulated worlds whose causes are known, and how often they are named."""
