"""What people write in the register: its files, fields and code lists, as frozen values."""
