// Stub, never shipped (see ../README.md): the web view and its configuration.

// On Linux requests and responses are in a module of their own; on Apple's systems Foundation has them.
@_exported import FoundationNetworking
import UIKit

@MainActor
open class WKWebView: UIView {
    public init(frame: CGRect, configuration: WKWebViewConfiguration) {
        self.configuration = configuration
        super.init(frame: frame)
    }
    public required init?(coder: NSCoder) { nil }

    public let configuration: WKWebViewConfiguration
    open weak var navigationDelegate: (any WKNavigationDelegate)?
    open weak var uiDelegate: (any WKUIDelegate)?
    open var allowsBackForwardNavigationGestures = false
    open var allowsLinkPreview = true
    open var scrollView: UIScrollView { UIScrollView(frame: .zero) }
    @discardableResult open func load(_ request: URLRequest) -> WKNavigation? { nil }
    open func stopLoading() {}
    open func callAsyncJavaScript(
        _ functionBody: String, arguments: [String: Any] = [:], in frame: WKFrameInfo? = nil,
        in contentWorld: WKContentWorld,
        completionHandler: (@MainActor @Sendable (Result<Any, any Error>) -> Void)? = nil
    ) {}
}

public struct WKDataDetectorTypes: OptionSet, Sendable {
    public let rawValue: UInt
    public init(rawValue: UInt) { self.rawValue = rawValue }
}

@MainActor
open class WKWebViewConfiguration: NSObject {
    open var websiteDataStore = WKWebsiteDataStore()
    open var userContentController = WKUserContentController()
    open var preferences = WKPreferences()
    open var allowsInlineMediaPlayback = false
    open var dataDetectorTypes: WKDataDetectorTypes = []
    open func setURLSchemeHandler(_ handler: (any WKURLSchemeHandler)?, forURLScheme scheme: String) {}
}

@MainActor
open class WKPreferences: NSObject {
    open var javaScriptCanOpenWindowsAutomatically = false
}

@MainActor
open class WKWebsiteDataStore: NSObject {
    open class func nonPersistent() -> WKWebsiteDataStore { WKWebsiteDataStore() }
}

@MainActor
public protocol WKURLSchemeTask: NSObjectProtocol {
    var request: URLRequest { get }
    func didReceive(_ response: URLResponse)
    func didReceive(_ data: Data)
    func didFinish()
    func didFailWithError(_ error: any Error)
}

@MainActor
public protocol WKURLSchemeHandler: NSObjectProtocol {
    func webView(_ webView: WKWebView, start urlSchemeTask: any WKURLSchemeTask)
    func webView(_ webView: WKWebView, stop urlSchemeTask: any WKURLSchemeTask)
}

@MainActor
open class WKContentRuleList: NSObject {}

@MainActor
open class WKContentRuleListStore: NSObject {
    open class func `default`() -> WKContentRuleListStore! { nil }
    open func compileContentRuleList(
        forIdentifier identifier: String!, encodedContentRuleList: String!
    ) async throws -> WKContentRuleList? { nil }
}
