// What draws the messenger, and what gives fresh tokens.
//
// Guarantees: an error that the app's code throws goes no further than the core, which logs that there was one; the
// core holds no lock while it calls. The adapters are held by the core until `shutdown` or until the client is let go
// of.

import FrontdeskCore

/// Draws the messenger. `FrontdeskUI` has one; write your own to draw it yourself.
///
/// Called on the thread that the call of the app runs on, never on the main one: hand over to the main actor and
/// return. Must not keep the ``Frontdesk`` that it belongs to, or neither is ever let go of. Since 0.1.
public protocol FrontdeskPresenter: AnyObject, Sendable {
    /// Shows it; the messenger's state says it already.
    func present(_ what: Presentation) throws
    /// Hides whatever is shown; nothing shown is no error.
    func hide() throws
    /// Opens an address in the system's browser, mail or telephone, as it is.
    func openLink(_ url: String) throws
}

/// Asks the app's own server for a fresh JWT. Thrown errors mean that there is none; nothing is lost by that. Since
/// 0.1.
public typealias TokenRefresh = @Sendable () async throws -> String

final class PresenterAdapter: CorePresenter {
    private let presenter: any FrontdeskPresenter

    init(_ presenter: any FrontdeskPresenter) {
        self.presenter = presenter
    }

    func present(what: FrontdeskCore.Presentation) throws {
        try contained { try presenter.present(what) }
    }

    func hide() throws {
        try contained { try presenter.hide() }
    }

    func openLink(url: String) throws {
        try contained { try presenter.openLink(url) }
    }
}

final class TokenRefreshAdapter: CoreTokenRefresh {
    private let refresh: TokenRefresh

    init(_ refresh: @escaping TokenRefresh) {
        self.refresh = refresh
    }

    func refresh(request: CoreTokenRequest) throws {
        let refresh = refresh
        // Left to the language's own threads: the core's must not wait for the app's server.
        Task {
            guard let jwt = try? await refresh() else { return }
            // False when the user is another one by now, which is no fault; what is refused is said by an event.
            _ = try? request.provide(jwt: jwt)
        }
    }
}

/// Turns whatever foreign code throws into the one error that the core expects.
func contained(_ call: () throws -> Void) throws(CallbackError) {
    do { try call() } catch { throw .Failed }
}
