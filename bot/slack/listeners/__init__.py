"""What people do in Slack: each file has its ``LISTENERS``, with what each of them needs."""
