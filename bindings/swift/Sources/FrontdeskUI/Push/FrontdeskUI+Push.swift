// Push notifications through Apple's service.
//
// Guarantees: nothing is swizzled and no delegate is replaced: the app keeps its own and hands over what it got; a
// payload that is not Frontdesk's is left alone; a tap on a notification waits for the client (the tap may have
// started the app) and then opens the conversation. No token is logged. Any thread.

import Foundation
import Frontdesk

extension FrontdeskUI {
    /// Hears how a notification that was tapped ended.
    public typealias PushCompletion = @MainActor @Sendable (Result<Void, any Error>) -> Void

    /// Hands over the token from `application(_:didRegisterForRemoteNotificationsWithDeviceToken:)`. Waits for the
    /// client; kept over restarts and log-ins by the core.
    ///
    /// - Parameters:
    ///   - token: as the system gave it.
    ///   - gateway: which of Apple's gateways knows it; read from the app's provisioning profile when nil.
    /// - Throws: what ``client`` throws, or ``FrontdeskError``.
    public static func setDeviceToken(_ token: Data, gateway: PushGateway? = nil) async throws {
        guard let text = DeviceToken.hex(token) else { return }
        let environment: PushEnvironment =
            switch gateway ?? .ofThisApp() {
            case .sandbox: .sandbox
            case .production: .production
            }
        try await client.setPushToken(text, provider: .apns, environment: environment)
    }

    /// Whether a notification is one of Frontdesk's. Everything else belongs to the app. Needs no client, so it may be
    /// asked in an extension too.
    ///
    /// - Parameter userInfo: the notification's payload.
    public static func isFrontdeskPush(_ userInfo: [AnyHashable: Any]) -> Bool {
        Frontdesk.isFrontdeskPush(userInfo: userInfo)
    }

    /// A person tapped a notification: opens its conversation, as soon as the client is open. Returns at once.
    ///
    /// - Parameters:
    ///   - userInfo: the notification's payload.
    ///   - completion: hears how it ended, for example `.notLoggedIn` or ``FrontdeskUIError/notInitialized``; not
    ///     called when the answer is false.
    /// - Returns: false when it is not Frontdesk's; the app goes on with it.
    @discardableResult
    public static func handlePush(_ userInfo: [AnyHashable: Any], completion: PushCompletion? = nil) -> Bool {
        let payload = Metadata(userInfo: userInfo)
        guard Frontdesk.isFrontdeskPush(payload) else { return false }
        Task {
            let ended: Result<Void, any Error>
            do {
                try await open(payload)
                ended = .success(())
            } catch {
                ended = .failure(error)
            }
            await completion?(ended)
        }
        return true
    }

    private static func open(_ payload: Metadata) async throws {
        let client = try await client
        guard let message = try client.handlePush(payload) else { return }
        _ = try await client.presentContent(.conversation(message.conversationId))
    }
}

#if canImport(UserNotifications) && canImport(UIKit)
    import UserNotifications

    extension FrontdeskUI {
        /// Like ``handlePush(_:completion:)``, for `userNotificationCenter(_:didReceive:)`. A notification that was
        /// dismissed opens nothing.
        ///
        /// - Parameters:
        ///   - response: what the person did with the notification.
        ///   - completion: hears how it ended; not called when nothing is opened.
        /// - Returns: whether the notification is Frontdesk's.
        @discardableResult
        public static func handlePush(_ response: UNNotificationResponse, completion: PushCompletion? = nil) -> Bool {
            let userInfo = response.notification.request.content.userInfo
            guard response.actionIdentifier == UNNotificationDefaultActionIdentifier else {
                return isFrontdeskPush(userInfo)
            }
            return handlePush(userInfo, completion: completion)
        }
    }
#endif
