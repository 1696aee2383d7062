"""Hands on the keyboard and nowhere else: every stop on the way shows where one is, and no place keeps one."""

from __future__ import annotations

from playwright.sync_api import Page

MOST = 150  # stops on one page
# What holds the focus, and whether that can be seen: an outline, or for text that was jumped to, being there at all.
STOP = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const style = getComputedStyle(at), box = at.getBoundingClientRect();
  const shown = (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== 'none';
  return {said: at.outerHTML.slice(0, 120), seen: shown && box.width > 0 && box.height > 0
    && box.bottom > 0 && box.top < innerHeight};
}"""


class Hands:
    """Presses keys. `unseen`: the stops at which nobody could have told where they were."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.unseen: list[str] = []

    def press(self, key: str) -> None:
        """Press one key."""
        self.page.keyboard.press(key)

    def type(self, words: str) -> None:
        """Type."""
        self.page.keyboard.type(words)

    def to(self, selector: str) -> None:
        """Go on to what matches, stop by stop."""
        for _ in range(MOST):
            self.press("Tab")
            stop = self.page.evaluate(STOP)
            if stop is None:
                continue
            if not stop["seen"]:
                self.unseen.append(stop["said"])
            if self.page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
                return
        raise AssertionError(f"no key leads to {selector}")

    def presses(self, selector: str, key: str = "Enter") -> None:
        """Go to what matches and press it, and wait for the page that comes."""
        self.to(selector)
        with self.page.expect_navigation():
            self.press(key)

    def hands_in(self, selector: str, name: str, body: bytes) -> None:
        """Go to where a file is handed in, and hand one in."""
        self.to(selector)  # what opens there is the system's own window, which no test can press keys in
        self.page.locator(selector).set_input_files({"name": name, "mimeType": "text/plain", "buffer": body})

    def around(self) -> int:
        """Go through the whole page and out at its end; return how many stops it has. A trap would never let go."""
        self.page.evaluate("document.activeElement.blur()")
        first, stops = None, 0
        for _ in range(MOST):
            self.press("Tab")
            stop = self.page.evaluate(STOP)
            if stop is None or (stop["said"] == first and stops > 1):
                return stops
            first, stops = first or stop["said"], stops + 1
            if not stop["seen"]:
                self.unseen.append(stop["said"])
        raise AssertionError("the page does not let go")
