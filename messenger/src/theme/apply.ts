// Puts theme, brand and language on the document. Styles are set one property at a time, which a policy without
// inline styles allows. Page thread.

import { effect, signal } from "@preact/signals";
import type { Desk } from "../state/desk";
import { framed } from "../ui/height";
import { brandColours, linkColour, type Theme } from "./brand";

const dark = matchMedia("(prefers-color-scheme: dark)");
const systemIsDark = signal(dark.matches);
dark.addEventListener("change", (event) => {
  systemIsDark.value = event.matches;
});

/** Keeps the document's look in step with the state. */
export function followLook(desk: Desk, page: HTMLElement): () => void {
  if (framed) page.dataset["framed"] = "";
  return effect(() => {
    const state = desk.state.value;
    const mode = state?.theme_mode ?? "system";
    const theme: Theme = mode === "system" ? (systemIsDark.value ? "dark" : "light") : mode;
    page.dataset["theme"] = theme;
    page.dataset["shown"] = state?.visible ? "messenger" : state?.in_app ? "in-app" : "nothing";
    const colours = settingsOf(state?.settings)?.colors;
    const brand = brandColours(colours?.primary ?? "", theme);
    page.style.setProperty("--link", linkColour(colours?.link ?? "", theme) ?? brand.text);
    page.style.setProperty("--brand", brand.solid);
    page.style.setProperty("--brand-hover", brand.hover);
    page.style.setProperty("--brand-tint", brand.tint);
    page.style.setProperty("--brand-text", brand.text);
    page.style.setProperty("--brand-deep", brand.deep);
    page.style.setProperty("--on-brand", brand.onSolid);
    page.style.setProperty("--bottom-padding", `${state?.bottom_padding ?? 0}px`);
  });
}

function settingsOf(settings: object | null | undefined): { colors?: { primary?: string; link?: string } } | null {
  return settings ?? null;
}
