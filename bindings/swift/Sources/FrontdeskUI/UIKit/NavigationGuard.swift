// Keeps the web view on the messenger's own page.
//
// Guarantees: the page's own address is the only one that is ever loaded; every other navigation and every new
// window is cancelled; a link that a person tapped without the page handling it goes through the core's judgement
// (`link.open`) and never straight to the system; a page whose process died is loaded anew. Called by WebKit on the
// main thread.

#if canImport(UIKit) && canImport(WebKit)
    import Foundation
    import WebKit

    /// The navigation and user-interface delegate.
    @MainActor
    final class NavigationGuard: NSObject, WKNavigationDelegate, WKUIDelegate {
        /// A person tapped a link that leads out of the page.
        var onLink: (@MainActor (String) -> Void)?

        /// The page stands.
        var onLoaded: (@MainActor () -> Void)?

        /// The page could not be loaded, or its process died.
        var onLost: (@MainActor () -> Void)?

        func webView(
            _ webView: WKWebView, decidePolicyFor navigationAction: WKNavigationAction
        ) async -> WKNavigationActionPolicy {
            let address = navigationAction.request.url?.absoluteString ?? ""
            let ours = AssetRoute(address: address)
            if ours != nil, navigationAction.targetFrame?.isMainFrame == true { return .allow }
            if ours == nil, navigationAction.navigationType == .linkActivated { onLink?(address) }
            return .cancel
        }

        func webView(
            _ webView: WKWebView, decidePolicyFor navigationResponse: WKNavigationResponse
        ) async -> WKNavigationResponsePolicy {
            // Nothing is ever downloaded by the page; files are saved by the system's own share sheet.
            navigationResponse.canShowMIMEType ? .allow : .cancel
        }

        func webView(_ webView: WKWebView, didFinish navigation: WKNavigation!) {
            onLoaded?()
        }

        func webView(_ webView: WKWebView, didFailProvisionalNavigation navigation: WKNavigation!, withError error: any Error)
        {
            onLost?()
        }

        func webViewWebContentProcessDidTerminate(_ webView: WKWebView) {
            onLost?()
        }

        func webView(
            _ webView: WKWebView, createWebViewWith configuration: WKWebViewConfiguration,
            for navigationAction: WKNavigationAction, windowFeatures: WKWindowFeatures
        ) -> WKWebView? {
            if let address = navigationAction.request.url?.absoluteString { onLink?(address) }
            return nil
        }
    }
#endif
