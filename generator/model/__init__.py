"""What people write in the register: its files, fields and code lists, as frozen values."""

import os

os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
"""Nothing that happens to be installed changes how a register is judged; nor is it looked for, which takes long."""
