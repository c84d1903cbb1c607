// The calls of version 16.2.0, which is not on npm, by their documented table: name, action, how many arguments, and what
// of them crosses. `success` and `error` are always last; nothing is judged and nothing is waited for.

const content = (type, key) => (id) => [{ type, [key || "id"]: id }];
const all = (...args) => args;
const none = () => [];
const always = (word) => () => [word];

const TABLE = {
  loginUserWithUserAttributes: ["loginUserWithUserAttributes", 1, all],
  loginUnidentifiedUser: ["loginUnidentifiedUser", 1, none],
  logout: ["logout", 0, none],
  isUserLoggedIn: ["isUserLoggedIn", 0, none],
  fetchLoggedInUserAttributes: ["fetchLoggedInUserAttributes", 0, none],
  setUserHash: ["setUserHash", 1, all],
  updateUser: ["updateUser", 1, all],
  logEvent: ["logEvent", 2, all],
  present: ["present", 0, none],
  presentSpace: ["presentIntercomSpace", 1, all],
  presentContent: ["presentContent", 1, all],
  presentMessageComposer: ["presentMessageComposer", 1, all],
  fetchHelpCenterCollections: ["fetchHelpCenterCollections", 0, none],
  fetchHelpCenterCollection: ["fetchHelpCenterCollection", 1, all],
  searchHelpCenter: ["searchHelpCenter", 1, all],
  unreadConversationCount: ["unreadConversationCount", 0, none],
  setLauncherVisibility: ["setLauncherVisibility", 1, all],
  setInAppMessageVisibility: ["setInAppMessageVisibility", 1, all],
  hideIntercom: ["hideIntercom", 0, none],
  setBottomPadding: ["setBottomPadding", 1, all],
  registerForPush: ["registerForPush", 0, none],
  sendPushTokenToIntercom: ["sendPushTokenToIntercom", 1, all],
  registerIdentifiedUser: ["loginUserWithUserAttributes", 1, all],
  registerUnidentifiedUser: ["loginUnidentifiedUser", 1, none],
  reset: ["logout", 0, none],
  displayMessenger: ["present", 0, none],
  displayMessageComposer: ["presentMessageComposer", 0, none],
  displayMessageComposerWithInitialMessage: ["presentMessageComposer", 1, all],
  displayHelpCenter: ["presentIntercomSpace", 0, always("HELP_CENTER")],
  displayHelpCenterCollections: ["presentContent", 1, content("HELP_CENTER_COLLECTIONS", "ids")],
  displayCarousel: ["presentContent", 1, content("CAROUSEL")],
  displayArticle: ["presentContent", 1, content("ARTICLE")],
  displaySurvey: ["presentContent", 1, content("SURVEY")],
};

for (const [name, [action, takes, sends]] of Object.entries(TABLE)) {
  module.exports[name] = (...given) => {
    const args = Array.from({ length: takes }, (_none, at) => given[at]);
    cordova.exec(given[takes], given[takes + 1], "Intercom", action, sends(...args));
  };
}
