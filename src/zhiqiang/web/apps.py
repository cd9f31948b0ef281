from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "zhiqiang.web"
    label = "web"
