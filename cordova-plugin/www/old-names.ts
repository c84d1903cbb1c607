// Names of earlier versions of the existing plugin. Each is said to be old once, and does what it did.

import type { OldNames } from "../types/index";
import { call } from "./call";
import { ownError } from "./errors";

const shows = (type: string) => ([id]: unknown[]): unknown[] => [{ type, id }];

export const oldNames = {
  registerIdentifiedUser: call<OldNames["registerIdentifiedUser"]>("registerIdentifiedUser", {
    action: "loginUserWithUserAttributes",
    takes: ["attributes"],
    now: "loginUserWithUserAttributes",
  }),
  registerUnidentifiedUser: call<OldNames["registerUnidentifiedUser"]>("registerUnidentifiedUser", {
    action: "loginUnidentifiedUser",
    takes: ["options"],
    sends: () => [],
    now: "loginUnidentifiedUser",
  }),
  reset: call<OldNames["reset"]>("reset", { action: "logout", now: "logout" }),
  setSecureMode: call<OldNames["setSecureMode"]>("setSecureMode", {
    action: "setUserHash",
    takes: ["hash", "data"],
    sends: ([hash]) => [hash],
    now: "setUserHash",
  }),
  displayMessenger: call<OldNames["displayMessenger"]>("displayMessenger", { action: "present", now: "present" }),
  displayMessageComposer: call<OldNames["displayMessageComposer"]>("displayMessageComposer", {
    action: "presentMessageComposer",
    now: "presentMessageComposer",
  }),
  displayMessageComposerWithInitialMessage: call<OldNames["displayMessageComposerWithInitialMessage"]>("displayMessageComposerWithInitialMessage", {
    action: "presentMessageComposer",
    takes: ["text"],
    now: "presentMessageComposer",
  }),
  displayConversationsList: call<OldNames["displayConversationsList"]>("displayConversationsList", {
    action: "presentIntercomSpace",
    sends: () => ["MESSAGES"],
    now: "presentSpace(intercom.space.Messages)",
  }),
  displayHelpCenter: call<OldNames["displayHelpCenter"]>("displayHelpCenter", {
    action: "presentIntercomSpace",
    sends: () => ["HELP_CENTER"],
    now: "presentSpace(intercom.space.HelpCenter)",
  }),
  displayHelpCenterCollections: call<OldNames["displayHelpCenterCollections"]>("displayHelpCenterCollections", {
    action: "presentContent",
    takes: ["ids"],
    sends: ([given]) => [{ type: "HELP_CENTER_COLLECTIONS", ids: idsOf(given) }],
    now: "presentContent(intercomContent.helpCenterCollectionsWithIds(ids))",
  }),
  displayCarousel: call<OldNames["displayCarousel"]>("displayCarousel", {
    action: "presentContent",
    takes: ["id"],
    sends: shows("CAROUSEL"),
    now: "presentContent(intercomContent.carouselWithCarouselId(id))",
  }),
  displayArticle: call<OldNames["displayArticle"]>("displayArticle", {
    action: "presentContent",
    takes: ["id"],
    sends: shows("ARTICLE"),
    now: "presentContent(intercomContent.articleWithArticleId(id))",
  }),
  displaySurvey: call<OldNames["displaySurvey"]>("displaySurvey", {
    action: "presentContent",
    takes: ["id"],
    sends: shows("SURVEY"),
    now: "presentContent(intercomContent.surveyWithSurveyId(id))",
  }),
};

/** Version 12 wanted an object with the ids, version 16 the list itself; one id alone is meant as a list. */
function idsOf(given: unknown): unknown {
  try {
    const ids = typeof given === "object" && given !== null && !Array.isArray(given) ? (given as { collectionIds?: unknown }).collectionIds : given;
    return typeof ids === "string" || typeof ids === "number" ? [ids] : ids;
  } catch {
    throw ownError("invalid_json", "ids");
  }
}
