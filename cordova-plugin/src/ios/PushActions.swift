// Push without swizzling: the app's push plugin hands tokens and payloads over, so that any of them may stand beside
// this plugin. What a payload says is the core's to read.

import Foundation
import Frontdesk
import FrontdeskUI

#if canImport(UserNotifications) && canImport(UIKit)
    import UIKit
    import UserNotifications
#endif

let pushActions: [String: Action] = [
    // Asks the person and registers with the system. The token arrives where the app's push plugin listens.
    "registerForPush": .atOnce { _, answer in
        askForNotifications()
        answer.success(nil)
    },
    "sendPushTokenToIntercom": .ask { desk, arguments, answer in
        let token = try arguments.text(0, "token")
        guard let bytes = bytes(of: token) else {
            // Not Apple's, which is hex: a plugin that speaks to Firebase.
            desk.setPushToken(token, provider: .fcm, completion: answer.done())
            return
        }
        Task {
            do {
                try await FrontdeskUI.setDeviceToken(bytes)
                answer.success(nil)
            } catch {
                answer.failure(error)
            }
        }
    },
    "clearPushToken": .ask { desk, _, answer in desk.clearPushToken(completion: answer.done()) },
    "isFrontdeskPush": .atOnce { arguments, answer in answer.success(ours(arguments) != nil) },
    "handlePush": .atOnce { arguments, answer in
        guard let payload = ours(arguments) else { return answer.success(false) }
        let tapped = wasTapped(arguments)
        Desk.shared.whenOpen(answer) { desk in
            guard let message = try desk.handlePush(payload), tapped else { return answer.success(true) }
            let conversation = ContentRef.conversation(message.conversationId)
            desk.presentContent(conversation, completion: answer.giving { _ in true })
        }
    },
]

/// The payload when it came from Frontdesk; everybody else's is left alone, whatever it is.
private func ours(_ arguments: Arguments) -> Metadata? {
    guard arguments[0] is [String: Any] else { return nil }
    guard let payload = (try? arguments.json(0, "payload")).map(Metadata.init(json:)) else { return nil }
    return Frontdesk.isFrontdeskPush(payload) ? payload : nil
}

/// Each push plugin has its own way to say that the person tapped a notification.
private func wasTapped(_ arguments: Arguments) -> Bool {
    guard let payload = arguments[0] as? [String: Any] else { return false }
    // cordova-plugin-firebasex; Capacitor.
    if payload["tap"] as? Bool == true || (payload["tap"] as? String)?.isEmpty == false { return true }
    if payload["actionId"] as? String == "tap" { return true }
    // phonegap-plugin-push and its successors: `false` when a tap brought the app up.
    let more = payload["additionalData"] as? [String: Any]
    return (more?["foreground"] as? Bool).map { !$0 } ?? false
}

/// What two hex digits for each byte stand for; nil for anything else.
private func bytes(of token: String) -> Data? {
    let digits = Array(token.utf8)
    guard digits.count >= 64, digits.count.isMultiple(of: 2) else { return nil }
    var bytes = Data(capacity: digits.count / 2)
    for place in stride(from: 0, to: digits.count, by: 2) {
        let pair = String(decoding: digits[place...(place + 1)], as: UTF8.self)
        guard let byte = UInt8(pair, radix: 16), !pair.contains("+") else { return nil }
        bytes.append(byte)
    }
    return bytes
}

@MainActor
private func askForNotifications() {
    #if canImport(UserNotifications) && canImport(UIKit)
        UNUserNotificationCenter.current().requestAuthorization(options: [.alert, .badge, .sound]) { _, _ in }
        UIApplication.shared.registerForRemoteNotifications()
    #endif
}
