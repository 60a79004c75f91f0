"""What each page says, as frozen values without HTML."""
