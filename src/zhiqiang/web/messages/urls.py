"""Addresses of the inbox."""

from django.urls import path

from zhiqiang.web.messages import inbox

urlpatterns = [
    path("", inbox.messages, name="messages"),
    path("read", inbox.read_all, name="messages-read"),
    path("<int:number>", inbox.message, name="message"),
]
