"""One official notice: its page, its title, its days and where comments go."""
