// Starting: by config.xml's preferences, or by hand; and hearing what happens.

import Foundation
import Frontdesk

let startActions: [String: Action] = [
    // For apps that set `frontdesk-initialize` to `manual`; calls made before it wait.
    "initialize": .atOnce { arguments, answer in
        let options = try arguments.members(0, "settings")
        let server = try needed(options, "serverUrl", "server_url")
        let app = try needed(options, "appId", "app_id")
        let key = try textIn(options, "iosApiKey", "ios_api_key") ?? needed(options, "apiKey", "api_key")
        let configuration = FrontdeskConfiguration(serverURL: server, appID: app, apiKey: key).ofPlugin()
        // What cannot be opened is this call's error.
        Desk.shared.start(configuration, answer)
    },
    "listen": .listen,
]

/// What the app's config.xml says about Frontdesk: the vendor's preferences and our two.
enum Preferences {
    static let serverURL = "frontdesk-server-url"
    static let appID = "intercom-app-id"
    static let apiKey = "intercom-ios-api-key"
    static let initialize = "frontdesk-initialize"

    /// Starts the SDK as the preferences say, which `setting` reads by name. Once per process.
    @MainActor
    static func carryOut(_ setting: (String) -> String?) {
        let values = [serverURL, appID, apiKey].map { setting($0)?.trimmingCharacters(in: .whitespaces) ?? "" }
        if setting(initialize)?.lowercased() == "manual" { return }
        for (name, value) in zip([serverURL, appID, apiKey], values) where value.isEmpty {
            let message = "config.xml has no preference \(name), and initialize was not called"
            Desk.shared.lacks(Fault(code: "not_initialized", field: name, message: message))
            return
        }
        let configuration = FrontdeskConfiguration(serverURL: values[0], appID: values[1], apiKey: values[2])
        Desk.shared.start(configuration.ofPlugin())
    }
}

extension FrontdeskConfiguration {
    /// An update answers `queued` after a second without an answer of the server's: it is stored long before.
    fileprivate func ofPlugin() -> FrontdeskConfiguration {
        var configuration = self
        configuration.deliveryWait = 1
        return configuration
    }
}

/// Either spelling; errors name it by the wire's.
private func textIn(_ options: [String: Any], _ camel: String, _ wire: String) throws -> String? {
    for spelling in [camel, wire] {
        if let value = options[spelling], !(value is NSNull) { return try textOf(value, wire) }
    }
    return nil
}

private func needed(_ options: [String: Any], _ camel: String, _ snake: String) throws -> String {
    guard let text = try textIn(options, camel, snake) else { throw Fault.missing(snake) }
    return text
}
