// What the platform tells: foreground, network, push; and what is unread.
//
// Guarantees: hints are never a reason to give up; a push of somebody else is left alone.
//
// Throws named at a function are the usual ones; any may be `.shutDown` or `.internal`.

import Foundation
import FrontdeskCore

extension Frontdesk {
    /// Whether the app is in front; `FrontdeskUI` tells it for you. A client begins in the background, where it hears
    /// of news by push.
    ///
    /// - Throws: ``FrontdeskError``: `.shutDown`.
    /// - Since: 0.1.
    public func setForeground(_ foreground: Bool) async throws(FrontdeskError) {
        try tell { try $0.setForeground(foreground: foreground) }
    }

    /// Whether the device has a network; a hint that ends waits.
    ///
    /// - Throws: ``FrontdeskError``: `.shutDown`.
    /// - Since: 0.1.
    public func networkChanged(_ available: Bool) async throws(FrontdeskError) {
        try tell { try $0.networkChanged(available: available) }
    }

    /// Binds the device's push token to the user.
    ///
    /// - Parameters:
    ///   - token: For APNs its bytes as hexadecimal text; see ``setPushToken(_:environment:)``.
    ///   - provider: The service that delivers.
    ///   - environment: Which of Apple's services the token belongs to.
    ///
    /// - Throws: ``FrontdeskError``: `.notLoggedIn`, `.invalidInput`, `.storage`.
    /// - Since: 0.1.
    public func setPushToken(
        _ token: String, provider: PushProvider = .apns, environment: PushEnvironment = .production
    ) async throws(FrontdeskError) {
        try tell { try $0.setPushToken(provider: provider, token: try plain(token, "token"), environment: environment) }
    }

    /// Takes the binding back.
    ///
    /// - Throws: ``FrontdeskError``: `.storage`.
    /// - Since: 0.1.
    public func clearPushToken() async throws(FrontdeskError) {
        try tell { try $0.clearPushToken() }
    }

    /// How many conversations hold something unread, asked of the server.
    ///
    /// - Throws: ``FrontdeskError``: `.notLoggedIn`, `.unreachable`.
    /// - Since: 0.1.
    public func fetchUnreadConversationCount() async throws(FrontdeskError) -> Int {
        Int(clamping: try await ask { try await $0.fetchUnreadConversationCount() })
    }
}
