"""Reading by layout: which one layout explains a whole document, and what stands in it then."""
