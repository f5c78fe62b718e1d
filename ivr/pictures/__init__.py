"""A dialplan as a picture: boxes and arrows, laid out by Graphviz, as SVG or as Mermaid text."""
