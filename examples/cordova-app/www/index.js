// A screen of buttons for every call of the plugin, and a log of every answer. Each button calls with callbacks, as the
// documentation's samples do; hold Alt (or call from the console) for the promise. Runs on every platform.

/* global intercom, intercomContent */
(function () {
  "use strict";

  // What each button calls: a heading, then name and arguments. Functions are asked when the button is pressed.
  var CALLS = [
    ["Who"],
    ["loginUserWithUserAttributes", [{ userId: "demo", email: "demo@example.com", name: "Demo Person" }]],
    ["loginUnidentifiedUser", []],
    ["isUserLoggedIn", []],
    ["fetchLoggedInUserAttributes", []],
    ["updateUser", [{ name: "Demo Person", customAttributes: { plan: "pro" }, companies: [{ id: "6", name: "Corporation" }] }]],
    ["setUserHash", ["made-on-your-own-server"]],
    ["setUserJwt", ["made.on.your-own-server"]],
    ["setAuthTokens", [{ shop: "a-token-of-your-own-service" }]],
    ["What happened"],
    ["logEvent", ["ordered_item", { price: 9.5, currency: "eur" }]],
    ["pending", []],
    ["flush", [5000]],
    ["dismiss", ["00000000-0000-7000-8000-000000000000"]],
    ["retryOperation", ["00000000-0000-7000-8000-000000000000"]],
    ["diagnostics", []],
    ["Messenger"],
    ["present", []],
    ["presentSpace", ["HELP_CENTER"]],
    ["presentContent", function () { return [intercomContent.articleWithArticleId("1001")]; }],
    ["presentMessageComposer", ["I have a question"]],
    ["startConversation", ["Hello from the app"]],
    ["hideIntercom", []],
    ["setLauncherVisibility", function () { return [intercom.VISIBLE]; }],
    ["setInAppMessageVisibility", function () { return [intercom.VISIBLE]; }],
    ["suppressProactiveContent", [["CAROUSEL"]]],
    ["setBottomPadding", [40]],
    ["setThemeMode", ["dark"]],
    ["unreadConversationCount", []],
    ["Help center"],
    ["fetchHelpCenterCollections", []],
    ["fetchHelpCenterCollection", ["1"]],
    ["searchHelpCenter", ["started"]],
    ["Push"],
    ["registerForPush", []],
    ["sendPushTokenToIntercom", ["a-token-of-your-push-plugin"]],
    ["clearPushToken", []],
    ["isFrontdeskPush", [{ frontdesk: "1", conversation_id: "1" }]],
    ["handlePush", [{ from: "somebody else" }]],
    ["Log out"],
    ["logout", []],
  ];

  var log = document.getElementById("log");

  function say(kind, name, value) {
    var line = document.createElement("li");
    line.className = kind;
    line.textContent = name + ": " + (value === undefined || value === null ? kind : typeof value === "string" ? value : value instanceof Error ? String(value) : JSON.stringify(value));
    log.insertBefore(line, log.firstChild);
  }

  function press(name, args, byPromise) {
    var given = typeof args === "function" ? args() : args;
    var done = function (value) { say("success", name, value); };
    var failed = function (error) { say("error", name, error); };
    if (byPromise) intercom[name].apply(null, given).then(done, failed);
    else intercom[name].apply(null, given.concat(done, failed));
  }

  function draw() {
    var place = document.getElementById("calls");
    var group;
    CALLS.forEach(function (call) {
      if (call.length === 1) {
        var title = document.createElement("h2");
        title.textContent = call[0];
        group = document.createElement("div");
        group.className = "calls";
        place.append(title, group);
        return;
      }
      var button = document.createElement("button");
      button.type = "button";
      button.textContent = call[0];
      button.addEventListener("click", function (event) { press(call[0], call[1], event.altKey); });
      group.append(button);
    });
  }

  document.addEventListener("deviceready", function () {
    document.getElementById("session").textContent = "ready";
    intercom.addEventListener("unreadCountChanged", function (told) { document.getElementById("unread").textContent = told.count; });
    intercom.addEventListener("sessionChanged", function (told) { document.getElementById("session").textContent = told.state; });
    ["shown", "hidden", "delivery", "tokenRequired", "waiting"].forEach(function (name) {
      intercom.addEventListener(name, function (told) { say("event", "event " + name, told); });
    });
    draw();
  }, false);
})();
