"""The sources that the step `lookup` asks: databases, CSV lists, web services."""
