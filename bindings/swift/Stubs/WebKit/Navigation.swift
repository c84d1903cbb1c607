// Stub, never shipped (see ../README.md): navigation and its delegates.

import Foundation
import FoundationNetworking

@MainActor
open class WKNavigation: NSObject {}

public enum WKNavigationType: Int, Sendable { case linkActivated, formSubmitted, other = -1 }
public enum WKNavigationActionPolicy: Int, Sendable { case cancel, allow }
public enum WKNavigationResponsePolicy: Int, Sendable { case cancel, allow }

@MainActor
open class WKNavigationAction: NSObject {
    open var request: URLRequest { URLRequest(url: URL(fileURLWithPath: "/")) }
    open var targetFrame: WKFrameInfo? { nil }
    open var navigationType: WKNavigationType { .other }
}

@MainActor
open class WKNavigationResponse: NSObject {
    open var canShowMIMEType: Bool { true }
}

@MainActor
open class WKWindowFeatures: NSObject {}

/// The methods are optional in the SDK; here all that are used are required.
@MainActor
public protocol WKNavigationDelegate: NSObjectProtocol {
    func webView(
        _ webView: WKWebView, decidePolicyFor navigationAction: WKNavigationAction
    ) async -> WKNavigationActionPolicy
    func webView(
        _ webView: WKWebView, decidePolicyFor navigationResponse: WKNavigationResponse
    ) async -> WKNavigationResponsePolicy
    func webView(_ webView: WKWebView, didFinish navigation: WKNavigation!)
    func webView(_ webView: WKWebView, didFailProvisionalNavigation navigation: WKNavigation!, withError: any Error)
    func webViewWebContentProcessDidTerminate(_ webView: WKWebView)
}

/// The methods are optional in the SDK; here the one that is used is required.
@MainActor
public protocol WKUIDelegate: NSObjectProtocol {
    func webView(
        _ webView: WKWebView, createWebViewWith configuration: WKWebViewConfiguration,
        for navigationAction: WKNavigationAction, windowFeatures: WKWindowFeatures
    ) -> WKWebView?
}
