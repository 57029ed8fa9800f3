"""What channels and persons follow: rules, the lines about them, and owners."""
