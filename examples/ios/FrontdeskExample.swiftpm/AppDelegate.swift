// Starts the client and hands over what Apple's push service says. Nothing here is replaced or swizzled by the SDK:
// an app with another push library asks `isFrontdeskPush` first, as below.

import FrontdeskUI
import UIKit
import UserNotifications

final class AppDelegate: NSObject, UIApplicationDelegate {
    func application(
        _ application: UIApplication, didFinishLaunchingWithOptions options: [UIApplication.LaunchOptionsKey: Any]?
    ) -> Bool {
        // Returns at once; whatever is called before the client is open waits for it.
        // The three values are what the server of README.md prints.
        FrontdeskUI.initialize(serverURL: "http://127.0.0.1:8080", appID: "my_app", apiKey: "ios_sdk-key")
        UNUserNotificationCenter.current().delegate = self
        askForNotifications(application)
        return true
    }

    func application(_ application: UIApplication, didRegisterForRemoteNotificationsWithDeviceToken token: Data) {
        Task { try? await FrontdeskUI.setDeviceToken(token) }
    }

    func application(_ application: UIApplication, didFailToRegisterForRemoteNotificationsWithError error: any Error) {
        // The simulator and builds without the capability come here; the messenger works without pushes.
    }

    /// A real app asks when the person has a reason to say yes, not at its first start.
    private func askForNotifications(_ application: UIApplication) {
        Task {
            let allowed = try? await UNUserNotificationCenter.current().requestAuthorization(options: [.alert, .badge])
            if allowed == true { application.registerForRemoteNotifications() }
        }
    }
}

extension AppDelegate: UNUserNotificationCenterDelegate {
    nonisolated func userNotificationCenter(
        _ center: UNUserNotificationCenter, didReceive response: UNNotificationResponse,
        withCompletionHandler completionHandler: @escaping () -> Void
    ) {
        let userInfo = response.notification.request.content.userInfo
        if !FrontdeskUI.handlePush(userInfo) {
            // The app's own notifications, or those of another library.
        }
        completionHandler()
    }
}
