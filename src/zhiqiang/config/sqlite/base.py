"""SQLite, whose next writer begins within a millisecond of the end of the one before.

SQLite lets one write at a time. Left to itself, whoever waits asks again in ever longer pauses, up to a tenth of a
second, though a save takes a few milliseconds: of many savers some would wait for seconds beside an idle database.
"""

import sqlite3
import time

from django.db.backends.sqlite3 import base

PAUSE = 0.001


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, but for how a transaction waits for its turn; after `timeout` seconds it gives up, as always."""

    def _start_transaction_under_autocommit(self) -> None:
        patience = self.settings_dict["OPTIONS"].get("timeout", 5)
        until = time.monotonic() + patience
        self.connection.execute("PRAGMA busy_timeout = 0")
        try:
            with self.wrap_database_errors:
                # Past Django's cursor: asking costs two microseconds, and somebody asks all the time.
                while not self._begun(last=time.monotonic() >= until):
                    time.sleep(PAUSE)
        finally:
            self.connection.execute(f"PRAGMA busy_timeout = {round(patience * 1000)}")

    def _begun(self, *, last: bool) -> bool:
        """Whether the transaction began; not, where another one writes. Raises that instead at the `last` attempt."""
        try:
            self.connection.execute(f"BEGIN {self.transaction_mode or ''}")
        except sqlite3.OperationalError as error:
            if last or error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            return False
        return True
