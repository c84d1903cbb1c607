// The client.
//
// Guarantees: an app needs one object; it may be used from any thread or actor, from inside a callback and after
// `shutdown` (every call then ends in `.shutDown`). No call of the async or completion-handler kind works on the
// caller's thread: async functions leave the caller's actor by the rule of the language, handlers go through the
// queue `frontdesk-calls`. Every call ends in exactly one answer. This layer decides nothing: behaviour is the core's.

import Dispatch
import Foundation
import FrontdeskCore

/// The customer messenger of one workspace.
///
/// ```swift
/// let desk = try await Frontdesk.open(configuration)
/// try await desk.loginUser(with: UserAttributes(userID: "42", email: "ada@example.com"))
/// try await desk.logEvent("order-item", metadata: ["price": 19.99, "currency": "EUR"])
/// try await desk.present()
/// ```
///
/// Every call exists twice: as an `async` function that throws ``FrontdeskError``, and with a completion handler for
/// code that is not `async`. Cancelling a task does not take back what the app told: the call goes on and ends with its
/// own answer, within the time-outs of ``FrontdeskConfiguration``.
///
/// Keep one instance for as long as the app runs. Several may be open at once on different folders. Since 0.1.
public final class Frontdesk: Sendable {
    /// The version of this package.
    public static let version = "0.1.0"

    let core: CoreClient
    let hub: EventHub
    let line: CallLine

    /// Opens a client on the thread that calls: touches the disk for a few milliseconds, never the network. Prefer
    /// ``open(_:presenter:tokenRefresh:)`` on the main thread.
    ///
    /// - Parameters:
    ///   - configuration: Which workspace, and how.
    ///   - presenter: Draws the messenger; without one, whoever calls `present` draws what it returns.
    ///   - tokenRefresh: Asked for a fresh JWT when the server finds the old one expired; may throw when there is none.
    /// - Throws: ``FrontdeskError``: `.invalidInput`, `.storage`.
    public init(
        opening configuration: FrontdeskConfiguration,
        presenter: (any FrontdeskPresenter)? = nil,
        tokenRefresh: TokenRefresh? = nil
    ) throws(FrontdeskError) {
        try Library.check()
        let config = try configuration.core()
        let hub = EventHub()
        do {
            core = try CoreClient.open(
                config: config,
                listener: hub,
                presenter: presenter.map(PresenterAdapter.init),
                tokenRefresh: tokenRefresh.map(TokenRefreshAdapter.init)
            )
        } catch {
            throw FrontdeskError(error)
        }
        self.hub = hub
        line = CallLine(callbackQueue: configuration.callbackQueue)
        hub.opened(core)
    }

    /// Opens a client away from the caller's actor. Touches the disk, never the network.
    ///
    /// - Parameters:
    ///   - configuration: Which workspace, and how.
    ///   - presenter: Draws the messenger; without one, whoever calls `present` draws what it returns.
    ///   - tokenRefresh: Asked for a fresh JWT when the server finds the old one expired; may throw when there is none.
    /// - Throws: ``FrontdeskError``: `.invalidInput`, `.storage`.
    public static func open(
        _ configuration: FrontdeskConfiguration,
        presenter: (any FrontdeskPresenter)? = nil,
        tokenRefresh: TokenRefresh? = nil
    ) async throws(FrontdeskError) -> Frontdesk {
        try Frontdesk(opening: configuration, presenter: presenter, tokenRefresh: tokenRefresh)
    }

    deinit {
        hub.finish()
    }

    /// Ends the client: waits for the request under way, at most a second. What is not delivered stays stored for the
    /// next start; streams and observers end. A second call does nothing.
    public func shutdown() async throws(FrontdeskError) {
        defer { hub.finish() }
        try tell { try $0.shutdown() }
    }

    /// Like ``shutdown()``, for code that is not `async`.
    public func shutdown(completion: Completion<Void>? = nil) {
        line.call(completion) { () async throws(FrontdeskError) in try await self.shutdown() }
    }

    /// A call that is answered where it is made.
    func tell<T>(_ call: (CoreClient) throws -> T) throws(FrontdeskError) -> T {
        do { return try call(core) } catch { throw FrontdeskError(error) }
    }

    /// A call that waits.
    func ask<T>(_ call: (CoreClient) async throws -> T) async throws(FrontdeskError) -> T {
        do { return try await call(core) } catch { throw FrontdeskError(error) }
    }
}
