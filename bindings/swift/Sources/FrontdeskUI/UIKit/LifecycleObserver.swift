// Tells the core when the app comes and goes, and when scenes do.
//
// Guarantees: the core hears the states in order and never two at once (the newest one wins when it is slow); leaving
// the screen asks the system for time first; no method of the app's delegates is replaced or needed. On the main
// actor; the core is told off it.

#if canImport(UIKit)
    import Foundation
    import UIKit

    /// Observes `UIApplication` and the scenes.
    @MainActor
    final class LifecycleObserver {
        private let delivery: BackgroundDelivery<SystemBackgroundTime>
        private let onScenes: @MainActor () -> Void
        private let states: LatestValue<Bool>
        private var observers: [any NSObjectProtocol] = []

        /// - Parameters:
        ///   - core: the client.
        ///   - onScenes: scenes came or went, or another one is in front.
        init(core: any MessengerCore, onScenes: @escaping @MainActor () -> Void) {
            delivery = BackgroundDelivery(time: SystemBackgroundTime()) { milliseconds in
                await core.flush(milliseconds: milliseconds)
            }
            states = LatestValue { inFront in await core.setForeground(inFront) }
            self.onScenes = onScenes
        }

        /// Begins to observe, and tells the state of this moment.
        func begin() {
            guard observers.isEmpty else { return }
            observe(UIApplication.willEnterForegroundNotification) { [weak self] in self?.states.set(true) }
            observe(UIApplication.didBecomeActiveNotification) { [weak self] in
                self?.states.set(true)
                self?.onScenes()
            }
            observe(UIApplication.didEnterBackgroundNotification) { [weak self] in
                self?.delivery.left()
                self?.states.set(false)
            }
            for name in [
                UIScene.didActivateNotification, UIScene.willDeactivateNotification, UIScene.didDisconnectNotification,
            ] {
                observe(name) { [weak self] in self?.onScenes() }
            }
            states.set(UIApplication.shared.applicationState != .background)
            onScenes()
        }

        private func observe(_ name: Notification.Name, _ act: @escaping @MainActor @Sendable () -> Void) {
            let observer = NotificationCenter.default.addObserver(forName: name, object: nil, queue: .main) { _ in
                // The queue is the main one, so this is the main actor already.
                MainActor.assumeIsolated { act() }
            }
            observers.append(observer)
        }
    }
#endif
