// The documented snippet: a queue that takes calls until the script is there, and the script. Your page has the address
// of your server in place of `window.frontdesk`.
(function () {
  const { server, app_id } = window.frontdesk;
  if (typeof window.Intercom === "function") {
    window.Intercom("reattach_activator");
    window.Intercom("update", window.intercomSettings);
    return;
  }
  const queue = function () {
    queue.c(arguments);
  };
  queue.q = [];
  queue.c = (args) => queue.q.push(args);
  window.Intercom = queue;
  const script = document.createElement("script");
  script.async = true;
  script.src = `${server}/widget/${app_id}`;
  document.head.append(script);
})();
