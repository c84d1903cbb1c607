// What the messenger's page may load and do.
//
// Guarantees: three walls that know nothing of each other: the headers below (the page's own engine refuses), the
// rule list (the network process refuses), the navigation guard (the container refuses). Each alone keeps the page
// off the network. Constants; read on the main thread.

/// The rules for everything that the page loads.
enum ContentPolicy {
    /// The value of `Content-Security-Policy`: scripts, styles, pictures and fonts of the bundle, pictures the page
    /// made itself, and no connection to anywhere.
    static let contentSecurityPolicy = [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "media-src 'self' blob:",
        "connect-src 'none'",
        "frame-src 'none'",
        "worker-src 'none'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
    ].joined(separator: "; ")

    /// The headers of every file.
    static func headers(contentType: String, length: Int) -> [String: String] {
        [
            "Content-Type": contentType,
            "Content-Length": String(length),
            "Content-Security-Policy": contentSecurityPolicy,
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            // The files change only with the app; a copy from an older version of the app must not be used.
            "Cache-Control": "no-store",
        ]
    }

    /// The name under which the system keeps the compiled rule list. To be changed with the list.
    static let ruleListName = "frontdesk-messenger-1"

    /// A content rule list: nothing is loaded unless its address has our own scheme, or holds its data in itself.
    static let ruleList = """
        [
          {"trigger": {"url-filter": ".*"}, "action": {"type": "block"}},
          {"trigger": {"url-filter": "^\(AssetRoute.scheme)://"}, "action": {"type": "ignore-previous-rules"}},
          {"trigger": {"url-filter": "^(data|blob):"}, "action": {"type": "ignore-previous-rules"}}
        ]
        """
}
