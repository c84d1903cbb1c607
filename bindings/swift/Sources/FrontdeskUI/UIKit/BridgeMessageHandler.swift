// Receives the page's texts and returns the core's answers.
//
// Guarantees: only the main frame of our own page is heard; an answer is always a text; the web view's content
// controller keeps this object, and this object keeps no view, so that there is no cycle. Called by WebKit on the
// main thread.

#if canImport(UIKit) && canImport(WebKit)
    import Foundation
    import WebKit

    /// The reply-capable message handler.
    @MainActor
    final class BridgeMessageHandler: NSObject, WKScriptMessageHandlerWithReply {
        private let bridge: PageBridge

        init(bridge: PageBridge) {
            self.bridge = bridge
            super.init()
        }

        func userContentController(
            _ userContentController: WKUserContentController, didReceive message: WKScriptMessage
        ) async -> (Any?, String?) {
            let frame = message.frameInfo
            guard frame.isMainFrame, frame.securityOrigin.protocol == AssetRoute.scheme,
                frame.securityOrigin.host == AssetRoute.host
            else { return (nil, "refused") }
            return (await bridge.answer(message.body), nil)
        }
    }
#endif
