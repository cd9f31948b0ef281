"""The app Django knows the records by."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """All models of the product."""

    name = "zhiqiang.records"
    label = "records"
    verbose_name = "Records"
