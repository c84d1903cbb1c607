// Only for tests of the container: takes the port, asks for the state once and again after every change.
addEventListener("message", (event) => {
  if (event.data !== "frontdesk.port") return;
  const port = event.ports[0];
  let count = 0;
  const ask = () => port.postMessage(JSON.stringify({ id: `test-${Date.now()}-${count++}`, type: "state", data: {} }));
  port.onmessage = (message) => {
    const text = JSON.parse(message.data);
    if (text.event === "state.changed") ask();
    if (text.ok) document.getElementById("state").textContent = JSON.stringify(text.result.view);
  };
  ask();
});
