// Puts the parts together when the client opens.
//
// Guarantees: the client is opened off the main thread and the screens are built on it before anybody gets the client,
// so that the first call to `present` finds somebody who draws; the client's presenter never keeps the client. Where
// there is no UIKit (Linux, where the logic is tested) the client is opened without a presenter.

import Foundation
import Frontdesk

/// Everything that lives as long as the client.
@MainActor
final class Stage {
    /// The one stage; nil before the first client.
    private static var current: Stage?

    #if canImport(UIKit) && canImport(WebKit)
        private let presenter: MessengerPresenter
        private let overlay: MessengerOverlay
        private let lifecycle: LifecycleObserver
        private let network: NetworkObserver
        private let notifications: DeliveredNotifications

        private init(core: any MessengerCore, library: AssetLibrary) {
            let presenter = MessengerPresenter(core: core, library: library)
            let overlay = MessengerOverlay(core: core) { [weak presenter] theme in presenter?.show(theme: theme) }
            self.presenter = presenter
            self.overlay = overlay
            lifecycle = LifecycleObserver(core: core) {
                presenter.scenesChanged()
                overlay.scenesChanged()
            }
            network = NetworkObserver(core: core)
            notifications = DeliveredNotifications(core: core)
        }

        private func begin() {
            overlay.begin()
            lifecycle.begin()
            network.begin()
            notifications.begin()
        }
    #endif

    /// Opens a client and builds what shows it.
    nonisolated static func open(_ start: StartConfiguration) async throws -> Frontdesk {
        #if canImport(UIKit) && canImport(WebKit)
            guard let library = AssetLibrary(bundle: .frontdeskUI) else { throw FrontdeskUIError.pagesMissing }
            let relay = PresenterRelay()
            let client = try Frontdesk(
                opening: start.configuration, presenter: relay, tokenRefresh: start.tokenRefresh)
            await MainActor.run {
                let stage = Stage(core: ClientCore(client: client), library: library)
                relay.target = stage.presenter
                current = stage
                stage.begin()
            }
            return client
        #else
            return try Frontdesk(opening: start.configuration, tokenRefresh: start.tokenRefresh)
        #endif
    }
}
