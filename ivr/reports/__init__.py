"""Reports: measures of a time, split and shown as a table with charts, in whatever form people ask for."""
