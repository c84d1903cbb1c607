// The system's side of `BackgroundAssertion`.
//
// Guarantee: nothing but the two calls of `UIApplication`; who calls them how often is decided and tested in
// `BackgroundAssertion`. On the main actor.

#if canImport(UIKit)
    import UIKit

    /// Background time from `UIApplication`.
    @MainActor
    struct SystemBackgroundTime: BackgroundTime {
        func begin(expired: @escaping @MainActor @Sendable () -> Void) -> UIBackgroundTaskIdentifier? {
            let task = UIApplication.shared.beginBackgroundTask(withName: "frontdesk.delivery") {
                // The system calls this on the main thread and suspends the app when it returns: no hop.
                MainActor.assumeIsolated { expired() }
            }
            return task == .invalid ? nil : task
        }

        func end(_ token: UIBackgroundTaskIdentifier) {
            UIApplication.shared.endBackgroundTask(token)
        }
    }
#endif
