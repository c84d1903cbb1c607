// How the launcher looks and where it is: what the page says, within the documented bounds, over what the workspace
// says.
//
// Guarantees: pure but for asking the browser what a colour is. Called at every draw.

import type { State } from "../../contract/types";
import type { MessengerSettings } from "../surface";
import { hexOf } from "../ui/colour";
import type { Colours } from "../ui/frame";
import type { Look } from "../ui/stand";

const LEAST_PADDING = 20;
const Z_INDEX = 2_147_483_001;
const BRAND = "#2563eb";

/** See the module. */
export function lookOf(settings: MessengerSettings, state: State, page: Document): Look {
  const wide = (page.defaultView?.innerWidth ?? 1024) >= 480;
  const padding = (value: unknown): number => (wide ? Math.max(LEAST_PADDING, whole(value) ?? LEAST_PADDING) : LEAST_PADDING);
  return {
    side: settings.alignment === "left" ? "left" : "right",
    horizontal: padding(settings.horizontal_padding),
    vertical: padding(settings.vertical_padding),
    zIndex: whole(settings.z_index) ?? Z_INDEX,
    launcher: settings.hide_default_launcher !== true,
    brand: brandOf(settings, page) ?? coloursOf(state.settings)?.primary ?? BRAND,
  };
}

/** The colours that the page says for the messenger's own page. */
export function coloursFor(settings: MessengerSettings, page: Document): Colours {
  const [primary, link] = [brandOf(settings, page), hexOf(settings.link_color, page)];
  return { ...(primary ? { primary } : {}), ...(link ? { link } : {}) };
}

/** The colour that the page says, if it says one. */
function brandOf(settings: MessengerSettings, page: Document): string | undefined {
  return hexOf(settings.action_color, page) ?? hexOf(settings.background_color, page);
}

function coloursOf(settings: object | null): { primary?: string } | undefined {
  return (settings as { colors?: { primary?: string } } | null)?.colors;
}

function whole(value: unknown): number | undefined {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? Math.round(number) : undefined;
}
