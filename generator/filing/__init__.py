"""The filing register: what was filed by which merge, under which number, on whose request and approval."""
