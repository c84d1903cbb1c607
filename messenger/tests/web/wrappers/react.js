// A page that uses react-use-intercom as its documentation says, unchanged. Built and loaded by the test. Without JSX,
// whose types here are those of the messenger's own library.

import { createElement, useEffect } from "react";
import { createRoot } from "react-dom/client";
import { IntercomProvider, useIntercom } from "react-use-intercom";

window.said = [];

function Shop() {
  const hooks = useIntercom();
  useEffect(() => {
    window.hooks = hooks;
  });
  return createElement("h1", null, "Shop");
}

const { appId, apiBase } = window.settings;
const told = {
  onShow: () => window.said.push("shown"),
  onHide: () => window.said.push("hidden"),
  onUnreadCountChange: (count) => window.said.push(`unread ${count}`),
  onUserEmailSupplied: () => window.said.push("email"),
};
createRoot(document.querySelector("#root")).render(createElement(IntercomProvider, { appId, apiBase, ...told }, createElement(Shop)));
