// Actions about what is shown, and the help center as data.
//
// Guarantees: the documented arguments and values of both generations of the existing plugin; an action is answered
// when the thing is on the screen; help center data is JSON text under the documented keys. Page thread.

import { collectionOf, contentOf } from "../../../messenger/src/twin/desk/far/documented";
import type { Actions } from "./actions";
import type { Open } from "./counter";
import { content as checked, list, number, optionalText, text, word } from "./given";

const nothing = (): undefined => undefined;
const space = (name: string) => ({ desk }: Open): Promise<void> => desk.show.presentSpace(name).then(nothing);
const content = ({ desk }: Open, [reference]: unknown[]): Promise<void> => desk.show.presentContent(checked(reference)).then(nothing);
const one = (type: string) => (open: Open, [id]: unknown[]): Promise<void> => content(open, [{ type, id: text("id", id) }]);
const composer = ({ desk }: Open, [initial]: unknown[]): Promise<void> => desk.show.presentMessageComposer(optionalText("text", initial)).then(nothing);
const hide = ({ desk }: Open): Promise<void> => desk.show.hide();

/** Version 12 hands over an object, wrappers of version 16 a list. */
function collections(open: Open, [given]: unknown[]): Promise<void> {
  const ids = typeof given === "object" && given !== null && !Array.isArray(given) ? (given as { collectionIds?: unknown }).collectionIds : given;
  return content(open, [{ type: "HELP_CENTER_COLLECTIONS", ids: list("ids", ids).map((id, at) => text(`ids[${at}]`, id)) }]);
}

/** Android takes anything but GONE for visible, iOS anything but VISIBLE for hidden: here only the two words count. */
const visible = (value: unknown): boolean => word("visibility", value, ["visible", "gone"]) === "visible";

/** See the module. */
export const shown: Actions = {
  present: space("HOME"),
  displayMessenger: space("HOME"),
  presentIntercomSpace: ({ desk }, [name]) => desk.show.presentSpace(text("space", name)).then(nothing),
  displayConversationsList: space("MESSAGES"),
  displayHelpCenter: space("HELP_CENTER"),
  presentContent: content,
  displayHelpCenterCollections: collections,
  displayArticle: one("ARTICLE"),
  displayCarousel: one("CAROUSEL"),
  displaySurvey: one("SURVEY"),
  presentMessageComposer: composer,
  displayMessageComposer: composer,
  displayMessageComposerWithInitialMessage: composer,
  startConversation: async ({ desk }, [words]) => {
    const { conversationId, partId, delivery } = await (await desk.far()).conversations.start(text("body", words), [], true);
    return { conversation_id: conversationId, part_id: partId, delivery, rejected: [] };
  },
  hideIntercom: hide,
  hideMessenger: hide,
  setLauncherVisibility: ({ desk }, [value]) => desk.decisions.setLauncherVisibility(visible(value)),
  setInAppMessageVisibility: ({ desk }, [value]) => desk.decisions.setInAppMessageVisibility(visible(value)),
  suppressProactiveContent: ({ desk }, [kinds]) =>
    desk.decisions.suppressProactiveContent(list("kinds", kinds).map((kind, at) => word(`kinds[${at}]`, kind, ["survey", "carousel"]))),
  setBottomPadding: ({ desk }, [pixels]) => desk.decisions.setBottomPadding(number("bottom_padding", pixels)),
  setThemeMode: ({ desk }, [mode]) => desk.decisions.setThemeMode(word("theme_mode", mode, ["light", "dark", "system"])),
  unreadConversationCount: async ({ desk }) => desk.unreadConversationCount(),
  fetchHelpCenterCollections: async ({ desk }) => JSON.stringify((await (await desk.far()).help.collections()).data.map(collectionOf)),
  fetchHelpCenterCollection: async ({ desk }, [id]) => JSON.stringify(contentOf(await (await desk.far()).help.collection(text("collection_id", id)))),
  searchHelpCenter: async ({ desk }, [term]) => JSON.stringify((await (await desk.far()).help.search(text("term", term))).data),
};
