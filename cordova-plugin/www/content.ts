// What can be shown by its id: `intercomContent`, also as `cordova.plugins.intercomContent` and `plugin.intercomContent`.
//
// Guarantee: exactly the documented objects; ids pass as they are. Pure.

import type { IntercomContent } from "../types/index";

const content: IntercomContent = {
  articleWithArticleId: (id) => ({ type: "ARTICLE", id }),
  carouselWithCarouselId: (id) => ({ type: "CAROUSEL", id }),
  surveyWithSurveyId: (id) => ({ type: "SURVEY", id }),
  conversationWithConversationId: (id) => ({ type: "CONVERSATION", id }),
  helpCenterCollectionsWithIds: (ids) => ({ type: "HELP_CENTER_COLLECTIONS", ids }),
  ticketWithTicketId: (id) => ({ type: "TICKET", id }),
  newsWithNewsId: (id) => ({ type: "NEWS", id }),
};

export default content;
