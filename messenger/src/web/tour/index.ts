// Tours over a web page: the part of the client that is loaded with the first one.
//
// Guarantees: a tour is started only for who asked and is still here, and not on phones, as documented; what it is told
// to the server goes through the twin, which keeps it until the server has it. Called by the widget. Page thread.

import type { Desk } from "../../twin/desk";
import { Walk } from "./walk";

/** What the widget gives. */
export interface Asked {
  desk: Desk;
  id: unknown;
  /** `#rrggbb`. */
  brand(): string;
  /** The person is still here, and wants no other tour since. */
  here(): boolean;
  /** This tour is the page's from now; the one before it ends. */
  takes(walk: Walk): void;
  /** All of it was seen. */
  walked: (() => void) | undefined;
}

/** Starts a tour; false on a phone, and when it is not wanted any more. Rejects as a survey that cannot be shown does. */
export async function begin({ desk, id, brand, here, takes, walked }: Asked): Promise<boolean> {
  if (isPhone(navigator)) {
    console.info?.("Frontdesk: tours are not shown on phones.");
    return false;
  }
  const { guides, shelves } = await desk.far();
  const tour = await guides.tour(id);
  if (!here()) return false;
  // The page is what a tour is about.
  if (desk.stage.visible) await desk.show.hide();
  // The page hears of that, and may have ended all of it.
  if (!here()) return false;
  const walk = new Walk(
    tour,
    {
      page: document,
      languages: desk.messengerState().languages,
      look: () => ({ brand: brand(), theme: themeOf(desk) }),
      tell: (event, step) => void shelves.receipt("tour", tour.id, event, [], step).catch(() => undefined),
      over: (whole) => whole && walked?.(),
    },
    window,
  );
  takes(walk);
  walk.start();
  return true;
}

function themeOf(desk: Desk): "light" | "dark" {
  const mode = desk.messengerState().theme_mode;
  if (mode !== "system") return mode;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

/** A browser of a phone, as it says itself. Tablets that ask for pages of desks get them, with tours. */
export function isPhone({ userAgent, userAgentData }: { userAgent: string; userAgentData?: { mobile?: boolean } }): boolean {
  return userAgentData?.mobile ?? /\bMobi|iPhone|iPod/i.test(userAgent);
}
