"""One log line a request: which page, how it went, how long. No address, no query, nothing anybody typed."""

import logging
import time

log = logging.getLogger("zhiqiang.requests")


class RequestLog:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        began = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        fields = {
            "method": request.method,
            "route": match.route if match else None,
            "status": response.status_code,
            "milliseconds": round((time.perf_counter() - began) * 1000, 1),
        }
        level = logging.ERROR if response.status_code >= 500 else logging.INFO
        if match and match.url_name == "healthz" and response.status_code < 400:
            level = logging.DEBUG  # asked every few seconds by whoever watches over the site
        log.log(level, "request", extra={"fields": fields})
        return response
