"""Reports as mail: the letter, and the page with its charts in it."""
