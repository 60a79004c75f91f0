"""The doors: the only room that opens files and runs git."""
