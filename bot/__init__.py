"""Gongbao: answers about China's industrial policy out of the briefings a team receives."""

__version__ = "0.1.0"

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
"""Before anything loads NumPy, as sqlite-utils does where it is: our texts are short, and threads that wait for each
other in the middle of a sum would wait for everybody who is answering."""
