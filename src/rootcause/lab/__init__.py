"""What JupyterLab needs beside results that show themselves: a notebook made for a case."""

from rootcause.lab.notebooks import case_notebook, table_notebook, write_notebook

__all__ = ["case_notebook", "table_notebook", "write_notebook"]
