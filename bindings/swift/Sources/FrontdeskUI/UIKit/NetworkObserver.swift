// Tells the core when the way to the network changes.
//
// Guarantees: the core hears about every change of the path, also from one usable network to another, because that is
// a good moment to try again; nothing is asked of the network for it. Begun on the main actor, told on a queue of its
// own.

#if canImport(UIKit) && canImport(Network)
    import Foundation
    import Network

    /// Observes the network's path for as long as it lives, which is as long as the client.
    @MainActor
    final class NetworkObserver {
        private let monitor = NWPathMonitor()
        private let changes: LatestValue<Bool>

        /// - Parameter core: the client.
        init(core: any MessengerCore) {
            changes = LatestValue { reachable in await core.networkChanged(reachable) }
        }

        /// Begins to observe; the present path is told at once.
        func begin() {
            let changes = self.changes
            monitor.pathUpdateHandler = { path in changes.set(path.status == .satisfied) }
            monitor.start(queue: DispatchQueue(label: "dev.frontdesk.network", qos: .utility))
        }
    }
#endif
