// Makes the web view that renders the messenger's page.
//
// Guarantees: the web view keeps nothing on disk, has no network (see `ContentPolicy`), no bridge but ours and no
// way to another page; the rule list is in place before the first address is loaded. On the main actor.

#if canImport(UIKit) && canImport(WebKit)
    import Foundation
    import UIKit
    import WebKit

    /// Builds and loads the web view.
    @MainActor
    enum MessengerWebView {
        /// A web view that has loaded nothing yet.
        static func make(library: AssetLibrary, bridge: PageBridge, guardedBy guarding: NavigationGuard) -> WKWebView {
            let configuration = WKWebViewConfiguration()
            configuration.websiteDataStore = WKWebsiteDataStore.nonPersistent()
            configuration.setURLSchemeHandler(AssetSchemeHandler(library: library), forURLScheme: AssetRoute.scheme)
            configuration.allowsInlineMediaPlayback = true
            configuration.dataDetectorTypes = []
            configuration.preferences.javaScriptCanOpenWindowsAutomatically = false
            let content = configuration.userContentController
            content.addScriptMessageHandler(
                BridgeMessageHandler(bridge: bridge), contentWorld: .page, name: PortScript.handlerName)
            content.addUserScript(
                WKUserScript(
                    source: PortScript.atDocumentStart, injectionTime: .atDocumentStart, forMainFrameOnly: true))

            let webView = WKWebView(frame: .zero, configuration: configuration)
            webView.navigationDelegate = guarding
            webView.uiDelegate = guarding
            webView.allowsBackForwardNavigationGestures = false
            webView.allowsLinkPreview = false
            // The page draws its own background in both themes; until then the view behind shows the system's.
            webView.isOpaque = false
            webView.backgroundColor = .clear
            // The page knows the safe areas (`viewport-fit=cover`) and scrolls inside itself.
            webView.scrollView.contentInsetAdjustmentBehavior = .never
            webView.scrollView.bounces = false
            webView.translatesAutoresizingMaskIntoConstraints = false
            return webView
        }

        /// Puts the rule list in place and loads the first page. Without the list (the system could not compile it)
        /// the content policy and the navigation guard still stand.
        static func load(_ webView: WKWebView) async {
            let store: WKContentRuleListStore? = WKContentRuleListStore.default()
            let list = try? await store?.compileContentRuleList(
                forIdentifier: ContentPolicy.ruleListName, encodedContentRuleList: ContentPolicy.ruleList)
            let content = webView.configuration.userContentController
            content.removeAllContentRuleLists()
            if let list { content.add(list) }
            guard let url = URL(string: AssetRoute.startAddress) else { return }
            webView.load(URLRequest(url: url))
        }
    }
#endif
