"""What pieces are, alone and beside each other: headings, lead-ins, credits, rows, and lines told by coming again."""
