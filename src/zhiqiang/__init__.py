"""知强 Zhiqiang: a policy notice becomes data, one engine reads it, a site shows why.

The rooms, imports running downward only: ``config`` → ``web`` | ``jobs`` → ``papers`` → ``engine``.
``schemes`` and ``standards`` hold data alone. ``docs/house.md`` walks through them.
"""

__version__ = "0.1.0"
