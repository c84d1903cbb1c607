// The smallest app with a messenger: one screen, two log-ins, one event, one button.

import SwiftUI

@main
struct ExampleApp: App {
    @UIApplicationDelegateAdaptor(AppDelegate.self) private var delegate

    var body: some Scene {
        WindowGroup { ExampleScreen() }
    }
}
