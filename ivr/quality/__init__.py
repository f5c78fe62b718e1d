"""How good talks are: samples of recordings, scoring forms, scores, agreement of scorers, appeals."""
