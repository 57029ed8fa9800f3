"""Names of bodies, companies and topics, in all their forms."""
