"""Where cases live: text folders."""

from rootcause.store.folder import read_case

__all__ = ["read_case"]
