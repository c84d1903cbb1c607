// What the app decides about its own screens, and the language it gives its user.
//
// Guarantees: a decision that was answered is stored and shown in every tab; the same decision again writes nothing;
// two tabs cannot lose each other's decisions. Called by the web API.

import { invalid } from "../error";
import type { Writer } from "../outbox";
import type { Desk } from "./index";
import { checkLanguage } from "./language";
import { MOST_PADDING, readPreferences, type Preferences, type ProactiveKind } from "./stage";

/** See the module. */
export class Decisions {
  readonly #desk: Desk;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /** Shows or hides the launcher; hidden until an app asks for it. */
  setLauncherVisibility(visible: boolean): Promise<void> {
    return this.#prefer({ launcher_visible: visible });
  }

  /** Keeps so many CSS pixels free below launcher and in-app messages, besides the usual 20. Rejects with
   * `out_of_range`. */
  async setBottomPadding(pixels: number): Promise<void> {
    if (!Number.isInteger(pixels) || pixels < 0 || pixels > MOST_PADDING) {
      throw invalid("out_of_range", "bottom_padding", `must be 0 to ${MOST_PADDING} pixels`, MOST_PADDING);
    }
    await this.#prefer({ bottom_padding: pixels });
  }

  /** Allows or forbids in-app messages to show themselves. */
  setInAppMessageVisibility(visible: boolean): Promise<void> {
    return this.#prefer({ in_app_messages_visible: visible });
  }

  /** The kinds that may not show themselves from now on; none allows all. */
  suppressProactiveContent(kinds: readonly ProactiveKind[]): Promise<void> {
    return this.#prefer({ suppressed: (["survey", "carousel"] as const).filter((kind) => kinds.includes(kind)) });
  }

  /** Light, dark, or as the device has it. */
  setThemeMode(mode: Preferences["theme_mode"]): Promise<void> {
    return this.#prefer({ theme_mode: mode });
  }

  /** The language the messenger speaks before all others; null goes back to the device's. Forgotten at log-out.
   * Rejects with `invalid_language`. */
  async setLanguageOverride(tag: string | null): Promise<void> {
    const language = tag === null ? null : checkLanguage("language_override", tag);
    await this.#desk.ready;
    if (this.#desk.stage.languageOverride === language) return;
    await this.#desk.house.turn((writer) => writer.set("language_override", language ?? undefined));
    this.#desk.tell({ language });
  }

  async #prefer(wish: Partial<Preferences>): Promise<void> {
    const { ready, house } = this.#desk;
    await ready;
    const preferences = await house.turn(async (writer: Writer) => {
      const before = readPreferences(writer.get("preferences"));
      const after = { ...before, ...wish };
      if (JSON.stringify(before) !== JSON.stringify(after)) await writer.set("preferences", JSON.stringify(after));
      return after;
    });
    this.#desk.tell({ preferences });
  }
}
