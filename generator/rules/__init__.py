"""What is wrong with a register that can be read: one function per rule, one page per rule in `pages/`."""
