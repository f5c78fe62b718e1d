"""The versions of the dialplans: which are in use, which were, and how one takes the place of another."""
