"""What JupyterLab needs beside results that show themselves: a notebook made for a case."""

from rootcause.lab.notebooks import book_notebook, case_notebook, table_notebook, write_notebook

__all__ = ["book_notebook", "case_notebook", "table_notebook", "write_notebook"]
