"""What `ivr report` is asked by its options, and how it hands the report over."""
