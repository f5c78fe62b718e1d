"""Finds calls that take ways which no story takes: the interpreter itself is led through all it asks for."""
