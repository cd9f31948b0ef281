from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "zhiqiang.web"
    label = "web"

    def ready(self) -> None:
        from zhiqiang.web.accounts import watching  # noqa: F401 - connects itself
