"""``python -m rootcause``, the same as the command ``rootcause``."""

from rootcause.cli import main

if __name__ == "__main__":
    main()
