"""Gongbao: answers about China's industrial policy out of the briefings a team receives."""

__version__ = "0.1.0"
