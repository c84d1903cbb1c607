// Takes the SDK's notifications off the lock screen when the person logs out.
//
// Guarantees: after a log-out, the app's own or the server's, no notification of Frontdesk's is left that the next
// person could read; other notifications of the app stay. Begun on the main actor, works off it.

#if canImport(UIKit) && canImport(UserNotifications)
    import Frontdesk
    import UserNotifications

    /// Removes what was delivered to somebody who is not here any more.
    @MainActor
    final class DeliveredNotifications {
        private let core: any MessengerCore
        private var following: Task<Void, Never>?

        init(core: any MessengerCore) {
            self.core = core
        }

        /// Begins to follow the session, until the client is shut down.
        func begin() {
            guard following == nil else { return }
            let core = self.core
            following = Task.detached {
                for await _ in await core.logouts() { await Self.remove() }
            }
        }

        private nonisolated static func remove() async {
            let delivered = await UNUserNotificationCenter.current().deliveredNotifications()
            let ours = delivered.map(\.request).filter { Frontdesk.isFrontdeskPush(userInfo: $0.content.userInfo) }
            guard !ours.isEmpty else { return }
            UNUserNotificationCenter.current().removeDeliveredNotifications(withIdentifiers: ours.map(\.identifier))
        }
    }
#endif
