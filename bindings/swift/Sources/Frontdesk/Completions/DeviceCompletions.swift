// The calls of `Device.swift` for code that is not `async`.
//
// Guarantees: those of `CallLine`: calls begin in the order in which they were made, each handler is called exactly
// once on the callback queue.

import Foundation
import FrontdeskCore

extension Frontdesk {
    /// Like ``setForeground(_:)``, for code that is not `async`.
    public func setForeground(_ foreground: Bool, completion: Completion<Void>? = nil) {
        line.call(completion) { () async throws(FrontdeskError) in try await self.setForeground(foreground) }
    }

    /// Like ``networkChanged(_:)``, for code that is not `async`.
    public func networkChanged(_ available: Bool, completion: Completion<Void>? = nil) {
        line.call(completion) { () async throws(FrontdeskError) in try await self.networkChanged(available) }
    }

    /// Like ``setPushToken(_:provider:environment:)``, for code that is not `async`.
    public func setPushToken(
        _ token: String, provider: PushProvider = .apns, environment: PushEnvironment = .production,
        completion: Completion<Void>? = nil
    ) {
        line.call(completion) { () async throws(FrontdeskError) in
            try await self.setPushToken(token, provider: provider, environment: environment)
        }
    }

    /// Like ``clearPushToken()``, for code that is not `async`.
    public func clearPushToken(completion: Completion<Void>? = nil) {
        line.call(completion) { () async throws(FrontdeskError) in try await self.clearPushToken() }
    }

    /// Like ``fetchUnreadConversationCount()``, for code that is not `async`.
    public func fetchUnreadConversationCount(completion: @escaping Completion<Int>) {
        line.call(completion) { () async throws(FrontdeskError) in try await self.fetchUnreadConversationCount() }
    }
}
