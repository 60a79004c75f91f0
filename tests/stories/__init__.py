"""Stories: real repositories told step by step, and what the program must say about them."""
