// What an app calls: one line at start, and from then on the client that everything else is done with.
//
// Guarantees: `initialize` returns at once and works once, however often it is called; the client is opened off the
// main thread; whatever an app asks before the client is open waits for it; what cannot be opened fails the waiting
// calls with the reason and may be tried again. Everything in here is on the main actor unless it says otherwise.

import Foundation
import Frontdesk

/// The messenger in an iOS app.
///
/// ```swift
/// FrontdeskUI.initialize(serverURL: "https://desk.example.com", appID: "abc123", apiKey: "ios_sdk-…")
/// …
/// let desk = try await FrontdeskUI.client
/// try await desk.loginUser(with: UserAttributes(userID: "42"))
/// ```
///
/// Since 0.1.
public enum FrontdeskUI {
    private static let gate = StartGate<StartConfiguration, Frontdesk> { configuration in
        try await Stage.open(configuration)
    }

    /// Opens the client and begins to show what there is to show. Call it in
    /// `application(_:didFinishLaunchingWithOptions:)` or in the initialiser of the `App`; returns at once.
    ///
    /// A second call with the same server, workspace, key and folder does nothing. Any thread.
    ///
    /// - Parameters:
    ///   - configuration: which workspace, and how.
    ///   - tokenRefresh: asked for a fresh JWT when the server finds the old one expired.
    ///   - onFailure: hears on the main actor why there is no client: a ``FrontdeskError``, or a ``FrontdeskUIError``.
    ///     Calls that wait for ``client`` hear it too.
    public static func initialize(
        _ configuration: FrontdeskConfiguration, tokenRefresh: TokenRefresh? = nil,
        onFailure: (@MainActor @Sendable (any Error) -> Void)? = nil
    ) {
        let start = StartConfiguration(configuration: configuration, tokenRefresh: tokenRefresh)
        Task {
            do {
                _ = try await open(start)
            } catch {
                await onFailure?(error)
            }
        }
    }

    /// Like ``initialize(_:tokenRefresh:onFailure:)`` with nothing but the defaults.
    ///
    /// - Parameters:
    ///   - serverURL: `https://host[:port]`.
    ///   - appID: the workspace.
    ///   - apiKey: one of the workspace's publishable keys.
    public static func initialize(serverURL: String, appID: String, apiKey: String) {
        initialize(FrontdeskConfiguration(serverURL: serverURL, appID: appID, apiKey: apiKey))
    }

    /// Like ``initialize(_:tokenRefresh:onFailure:)`` for code that can wait: gives the client or says why there is
    /// none.
    ///
    /// - Throws: ``FrontdeskError`` from opening; ``FrontdeskUIError``.
    @discardableResult
    public static func start(
        _ configuration: FrontdeskConfiguration, tokenRefresh: TokenRefresh? = nil
    ) async throws -> Frontdesk {
        try await open(StartConfiguration(configuration: configuration, tokenRefresh: tokenRefresh))
    }

    /// The client, as soon as it is open. Waits while it is being opened, and ten seconds for `initialize` itself: a
    /// notification may wake the app before its first screen has called it. Any thread.
    ///
    /// - Throws: ``FrontdeskError`` from opening; ``FrontdeskUIError/notInitialized``; `CancellationError`.
    public static var client: Frontdesk {
        get async throws {
            do { return try await gate.value() } catch { throw FrontdeskUIError.of(error) }
        }
    }

    private static func open(_ start: StartConfiguration) async throws -> Frontdesk {
        do { return try await gate.open(start) } catch { throw FrontdeskUIError.of(error) }
    }
}

/// Why there is no client, beside the reasons of ``FrontdeskError``. Since 0.1.
public enum FrontdeskUIError: Error, Sendable, Equatable {
    /// ``FrontdeskUI/initialize(_:tokenRefresh:onFailure:)`` was not called.
    case notInitialized
    /// It was called before with another server, workspace, key or folder. The first client goes on.
    case initializedOtherwise
    /// The messenger's pages are not in the app's bundle: the package's resources were left out of the build.
    case pagesMissing
}

extension FrontdeskUIError {
    /// The public word for what the gate says; anything else as it is.
    static func of(_ error: any Error) -> any Error {
        switch error as? StartFault {
        case .notConfigured: FrontdeskUIError.notInitialized
        case .configuredOtherwise: FrontdeskUIError.initializedOtherwise
        case nil: error
        }
    }
}

/// A configuration that can be compared: two of the same server, workspace, key and folder are the same client.
struct StartConfiguration: Equatable, Sendable {
    let configuration: FrontdeskConfiguration
    let tokenRefresh: TokenRefresh?

    static func == (left: StartConfiguration, right: StartConfiguration) -> Bool {
        left.identity == right.identity
    }

    private var identity: [String?] {
        let it = configuration
        return [it.serverURL, it.appID, it.apiKey, it.dataDirectory?.absoluteString]
    }
}
