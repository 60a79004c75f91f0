"""Mulu 目录: checks a register of government information resources and publishes it as a site."""
