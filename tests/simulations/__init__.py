"""The router under load made by chance, beside figures that are known exactly or published.

`python -m tests.simulations` runs all cases in full; `make test` runs them short, with wider bounds.
"""
