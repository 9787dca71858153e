"""Answers of the server that come late: the first is held on its way to a page until the test lets it come."""


class Late:
    """Holds the answer to the first request to a path like `pattern`; what is asked later is answered before it."""

    def __init__(self, page, pattern, method="GET"):
        self.page, self.method, self.held = page, method, None
        page.route(pattern, self._hold)

    def _hold(self, route):
        if self.held is not None or route.request.method != self.method:
            route.continue_()
            return
        self.held = (route, route.fetch())

    def waits(self):
        """Wait until the server has answered and the page has not heard it."""
        while self.held is None:
            self.page.wait_for_timeout(20)

    def comes(self):
        """The page hears it at last; return when it has."""
        route, answer = self.held
        with self.page.expect_response(answer.url):
            route.fulfill(response=answer)
        self.page.evaluate("fetch('/api/v1/healthz').then((answer) => answer.text())")
