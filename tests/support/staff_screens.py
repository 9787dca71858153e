"""Pages of staff in a browser, looked at in every language."""

from pathlib import Path

from queue_server.web.strings import translate

SCREEN = {"width": 1366, "height": 1000}


class Screens:
    """Opens pages of the site as somebody who is signed in, at the hall's time, and keeps pictures of them."""

    def __init__(self, site, open_page, faults_of, folder: Path):
        self.site, self.open_page, self.faults_of, self.folder = site, open_page, faults_of, folder
        folder.mkdir(exist_ok=True)

    def opens(self, path, cookie):
        return self.open_page(path, cookie=cookie, size=SCREEN, now=self.site.hall.at)

    def keeps(self, page, name):
        page.screenshot(path=self.folder / f"{name}.png", full_page=True)

    def looks(self, page, look):
        """Switch the page to each language, look at it with its texts, and let axe look; it ends in Vietnamese."""
        for language in ("en", "zh", "vi"):
            page.locator(f"header button[lang={language}]").click()
            look(lambda key, language=language, **facts: translate(key, language, facts))
            assert self.faults_of(page) == []
