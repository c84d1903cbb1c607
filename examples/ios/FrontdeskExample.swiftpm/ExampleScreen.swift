// What an app does with the client: log in, tell an event, open the messenger, show the unread count.

import Frontdesk
import FrontdeskUI
import SwiftUI

struct ExampleScreen: View {
    @State private var unread: Int = 0
    @State private var notice = ""

    var body: some View {
        List {
            Section("Who are you?") {
                Button("Visit without a name") { run { _ = try await $0.loginUnidentifiedUser() } }
                Button("Log in as Ada") {
                    run { desk in
                        _ = try await desk.loginUser(
                            with: UserAttributes(userID: "ada-1", email: "ada@example.com", name: "Ada"))
                    }
                }
                Button("Log out") { run { try await $0.logout() } }
            }
            Section("Tell something") {
                Button("Order a thing") {
                    run { _ = try await $0.logEvent("ordered-item", metadata: ["price": 19.99, "currency": "EUR"]) }
                }
            }
            Section("Messenger") {
                Button("Open messenger") { run { _ = try await $0.present() } }
                Button("Open help center") { run { _ = try await $0.present(.helpCenter) } }
                Text("Unread conversations: \(unread)")
            }
            if !notice.isEmpty { Text(notice).foregroundColor(.secondary) }
        }
        .task { await followUnread() }
    }

    /// Runs one call and shows the sentence of its error.
    private func run(_ call: @escaping @Sendable (Frontdesk) async throws -> Void) {
        Task {
            do {
                try await call(try await FrontdeskUI.client)
                notice = ""
            } catch {
                notice = error.localizedDescription
            }
        }
    }

    private func followUnread() async {
        guard let desk = try? await FrontdeskUI.client else { return }
        for await count in desk.unreadConversationCounts() { unread = Int(count) }
    }
}
