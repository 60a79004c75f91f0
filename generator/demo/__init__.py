"""A demonstration: a repository whose history tells a register's life, made up from the sample register."""
