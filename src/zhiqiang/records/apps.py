"""The app Django knows the records by."""

from django.apps import AppConfig
from django.core.management import call_command
from django.db.models.signals import post_migrate


class RecordsConfig(AppConfig):
    """All models of the product."""

    name = "zhiqiang.records"
    label = "records"
    verbose_name = "Records"

    def ready(self) -> None:
        """Whoever migrates gets the table of the cache as well: it belongs to no model."""
        post_migrate.connect(make_cache_table, sender=self)


def make_cache_table(using: str, **rest: object) -> None:
    """Make the cache's table where it is missing."""
    call_command("createcachetable", database=using, verbosity=0)
