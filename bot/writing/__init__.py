"""From a Paper to the bytes of a file: spreadsheet, calendar, Markdown, board paper."""
