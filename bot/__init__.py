"""Gongbao: answers about China's industrial policy, from the briefings a team receives."""

__version__ = "0.1.0"
