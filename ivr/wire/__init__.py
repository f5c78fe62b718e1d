"""Bytes to messages and back, without sockets: the FastAGI dialogue, and what AMI needs beyond panoramisk."""
