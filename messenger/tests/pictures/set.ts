// Which pictures of the book there are. Each screen in both themes on a phone; those that turn, in Arabic; those with
// long words, in German on the narrowest phone; large text; and the messenger over somebody's page, as on the web.

import { SCREENS } from "../support/screens";

/** How the messenger stands in a picture. */
export interface Look {
  theme: "light" | "dark";
  languages: readonly string[];
  width: number;
  height: number;
  /** Times the usual text. */
  text?: number;
  /** Over a shop's page, with the launcher. */
  web?: boolean;
}

/** One picture; `name` is the file's. */
export interface Picture {
  name: string;
  screen: string;
  look: Look;
}

const PHONE = { width: 400, height: 704 };
const LIGHT: Look = { theme: "light", languages: ["en"], ...PHONE };
const DARK: Look = { ...LIGHT, theme: "dark" };
const ARABIC: Look = { ...LIGHT, languages: ["ar", "en"] };
const GERMAN: Look = { ...LIGHT, languages: ["de", "en"], width: 320, height: 568 };
const JAPANESE: Look = { ...LIGHT, languages: ["ja", "en"] };
const LARGE: Look = { ...LIGHT, text: 2 };
const WEB: Look = { ...LIGHT, width: 1280, height: 800, web: true };

const named = (look: string, of: Look, screens: readonly string[]): Picture[] => screens.map((screen) => ({ name: `${screen}-${look}`, screen, look: of }));


/** All of them. */
export const PICTURES: readonly Picture[] = [
  // One after the other: the second is the first with another theme.
  ...Object.keys(SCREENS).flatMap((screen) => [...named("light", LIGHT, [screen]), ...named("dark", DARK, [screen])]),
  ...named("arabic", ARABIC, ["home", "messages", "conversation", "conversation-states", "composer-files", "help-results", "article", "ticket", "ticket-form", "survey-scale", "carousel", "checklist", "in-app-card"]),
  ...named("german", GERMAN, ["home", "conversation-states", "ticket-form", "survey-options", "checklist"]),
  ...named("japanese", JAPANESE, ["home", "conversation"]),
  ...named("large", LARGE, ["home", "conversation", "ticket-form"]),
  ...named("web", WEB, ["launcher", "home", "conversation", "article", "in-app-card", "in-app-card-open", "in-app-sheet", "in-app-banner", "checklist", "tour", "tour-middle"]),
  ...named("web-dark", { ...WEB, theme: "dark" }, ["home", "conversation", "tour"]),
  ...named("web-arabic", { ...WEB, languages: ["ar", "en"] }, ["home", "tour"]),
];
