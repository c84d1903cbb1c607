// The few lines of JavaScript that give the page its message port.
//
// Guarantees: the page sees a plain `MessagePort` and nothing of the platform, exactly as in Android's web view (the
// hand-shake is described in docs/book/ios.md); texts are arguments, never part of the code, so nothing in a message
// can be run. Constants; used on the main thread.

/// JavaScript of the container.
enum PortScript {
    /// The name of the reply-capable message handler.
    static let handlerName = "frontdeskBridge"

    /// Runs at the start of the document, in the main frame alone. Makes a channel, ties one end to the handler and
    /// posts the other end to the page when its scripts have run (`/` is the page's own origin, however the engine
    /// writes that of a custom scheme). Each request is answered over the port; a handler
    /// that fails is answered too, without an id, so that the page's own deadline is not the only one.
    static let atDocumentStart = """
        (() => {
          "use strict";
          const channel = new MessageChannel();
          const port = channel.port1;
          const bridge = window.webkit.messageHandlers.\(handlerName);
          const failed = JSON.stringify({
            id: null, ok: false, error: { code: "internal", message: "the host did not answer", temporary: true },
          });
          port.onmessage = (message) => {
            bridge.postMessage(message.data).then(
              (answer) => port.postMessage(answer),
              () => port.postMessage(failed),
            );
          };
          Object.defineProperty(window, "\(deliverName)", { value: (text) => port.postMessage(text) });
          const hand = () => window.postMessage("\(handShake)", "/", [channel.port2]);
          if (document.readyState === "complete") hand(); else window.addEventListener("load", hand, { once: true });
        })();
        """

    /// The text of the message that brings the port.
    static let handShake = "frontdesk.port"

    /// The name of the argument below.
    static let textArgument = "text"

    /// The body of the function that hands an event to the page. Does nothing while a page is being loaded: a new
    /// page asks for the state first, and events only say "ask again".
    static let deliver = "if (typeof window.\(deliverName) === 'function') window.\(deliverName)(\(textArgument));"

    /// The name of the argument below.
    static let scaleArgument = "scale"

    /// The body of the function that tells the page how large the person wants text, as a factor.
    static let setTextScale =
        "document.documentElement.style.setProperty('--frontdesk-text-scale', String(\(scaleArgument)));"

    private static let deliverName = "frontdeskDeliver"
}
