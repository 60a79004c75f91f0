"""Mulu 目录: checks a register of government information resources and publishes it as a site."""

import os

os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
"""Nothing that happens to be installed changes how a register is judged; nor is it looked for, which takes long."""
