"""Pictures of every page from the running app.

python -m tools.screenshots FOLDER     each page at four widths, light and dark
python -m tools.screenshots --readme   docs/softmax.png, the picture in README
"""

import argparse
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, ViewportSize

from tools.chromium import AT_REST, chromium
from tools.serve import ROOT, running_app
from xentviz.lessons.catalogue import LESSONS

SIZES: tuple[tuple[int, int], ...] = ((1440, 900), (1366, 768), (1024, 768), (390, 844))
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")


def _open(browser: Browser, url: str, size: tuple[int, int], scheme: Scheme) -> Page:
    view: ViewportSize = {"width": size[0], "height": size[1]}
    phone = size[0] < 600
    context = browser.new_context(
        viewport=view, color_scheme=scheme, has_touch=phone, device_scale_factor=2 if phone else 1
    )
    page = context.new_page()
    page.goto(url)
    page.wait_for_function(AT_REST)
    page.evaluate("() => document.fonts.ready")
    return page


def every_page(folder: Path) -> None:
    """What a reader sees first, and on a phone the whole page too."""
    folder.mkdir(parents=True, exist_ok=True)
    with running_app() as app, chromium() as browser:
        for lesson in LESSONS:
            for size in SIZES:
                for scheme in SCHEMES:
                    page = _open(browser, f"{app.url}/{lesson.path}", size, scheme)
                    name = f"{lesson.path or 'start'}-{size[0]}-{scheme}"
                    page.screenshot(path=folder / f"{name}.png")
                    if size[0] == 390:
                        page.set_viewport_size({"width": 390, "height": 3000})
                        page.screenshot(path=folder / f"{name}-whole.png")
                    page.context.close()


def readme(file: Path) -> None:
    """The softmax lesson in the middle of a drag."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with running_app() as app, chromium() as browser:
        page = _open(browser, f"{app.url}/softmax?step=7", (1366, 768), "light")
        box = page.locator('[data-testid="logit-0"]').bounding_box()
        assert box
        middle = box["y"] + box["height"] / 2
        page.mouse.move(box["x"] + box["width"] * 0.63, middle)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] * 0.44, middle, steps=8)
        page.evaluate("() => new Promise(requestAnimationFrame)")
        page.screenshot(path=file)
        page.mouse.up()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--readme", action="store_true")
    asked = parser.parse_args()
    if not asked.readme and asked.folder is None:
        parser.error("say where the pictures go, or --readme")
    if asked.readme:
        readme(ROOT / "docs" / "softmax.png")
    if asked.folder:
        every_page(asked.folder)


if __name__ == "__main__":
    main()
