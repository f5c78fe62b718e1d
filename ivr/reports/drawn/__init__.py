"""Charts as SVG that stands in a page by itself: no scripts, no fonts, nothing from elsewhere."""
