"""The call log as Parquet files for a data warehouse, one folder for each day and table."""
