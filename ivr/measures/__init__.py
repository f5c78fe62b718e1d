"""Measures: one file each, its formula in the docstring; what is shown anywhere is computed here."""
