// The part of the page that a keyboard on the screen leaves free. Where the browser does not make the page smaller
// itself, as on iOS, the messenger takes that height, so that the composer stays in sight and nothing jumps.

/** Follows the keyboard; does nothing while somebody has zoomed in. */
export function followKeyboard(page: HTMLElement): void {
  const view = window.visualViewport;
  if (!view) return;
  view.addEventListener("resize", () => {
    if (Math.abs(view.scale - 1) > 0.01) return;
    const covered = window.innerHeight - view.height > 1;
    if (covered) page.style.setProperty("--free-height", `${view.height}px`);
    else page.style.removeProperty("--free-height");
    if (covered) window.scrollTo(0, 0);
  });
}
