"""YAML as administrators write it: every scalar a text with its place, every fault a problem with an address.

This room is shared by the dialplans (`ivr.flow`) and the settings (`ivr.settings`).
"""
