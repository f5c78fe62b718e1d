"""What `ivr replay`, `ivr simulate` and `ivr forecast` share: their words, figures, tables and options."""
