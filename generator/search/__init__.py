"""The search index: documents to postings and columns, and the answer to a query. Knows no file and no register."""
