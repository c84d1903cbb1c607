// Where the messenger comes from. `serve.mjs` answers with a server of its own in place of this file; to use another
// one, write its address and your workspace's app_id here.
window.frontdesk = { server: "http://127.0.0.1:8080", app_id: "your_app_id" };
