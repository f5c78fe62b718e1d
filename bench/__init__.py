"""Speed, as ratios: each figure is taken beside a reference in one run on the same Asterisk."""
