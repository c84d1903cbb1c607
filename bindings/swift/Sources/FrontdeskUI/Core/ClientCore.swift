// The real client behind the screens.
//
// Guarantees: the only file of the screens that calls the module `Frontdesk`; each function runs off the main actor
// (they are `async` and belong to no actor), because some of the client's calls touch the database; a failure that a
// screen cannot act upon is let go here, the core has logged it.

import Foundation
import Frontdesk

/// The client as the screens see it.
final class ClientCore: MessengerCore {
    private let client: Frontdesk
    /// Held while a page becomes the one that hears events.
    private let listening = NSLock()

    init(client: Frontdesk) {
        self.client = client
    }

    func bridgeRequest(_ json: String) async throws -> String {
        try await client.bridgeRequest(json)
    }

    func pageEvents() async -> AsyncStream<String> {
        // Of a page that does not listen, the newest wait; events only say "ask again".
        let (stream, continuation) = AsyncStream.makeStream(of: String.self, bufferingPolicy: .bufferingNewest(256))
        // A page that was closed meanwhile must not take the place of the one that came after it: its task was
        // cancelled before the other's began, so looking and taking the place are one thing.
        let listens = listening.withLock {
            guard !Task.isCancelled else { return false }
            return (try? client.setBridgeHandler { message in continuation.yield(message) }) != nil
        }
        if !listens { continuation.finish() }
        return stream
    }

    func logouts() async -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let states = client.sessionStates()
        let task = Task {
            for await state in states where state == .loggedOut { continuation.yield() }
            continuation.finish()
        }
        continuation.onTermination = { _ in task.cancel() }
        return stream
    }

    func screenStates() async -> AsyncStream<ScreenState> {
        let (stream, continuation) = AsyncStream.makeStream(of: ScreenState.self, bufferingPolicy: .bufferingNewest(1))
        let states = client.messengerStates()
        let task = Task {
            for await state in states { continuation.yield(ScreenState(state)) }
            continuation.finish()
        }
        continuation.onTermination = { _ in task.cancel() }
        return stream
    }

    func inAppPreview(id: String) async -> InAppPreview? {
        guard let content = try? await client.liveContent(.inAppMessage, id: id) else { return nil }
        return InAppPreview(title: content.title, bodyJSON: content.bodyJson)
    }

    func present() async {
        _ = try? await client.present()
    }

    func presentProactive(_ kind: ScreenState.InApp.Kind, id: String) async {
        switch kind {
        case .survey: _ = try? await client.presentContent(.survey(id))
        case .carousel: _ = try? await client.presentContent(.carousel(id))
        case .message: break
        }
    }

    func hide() async {
        try? await client.hide()
    }

    func receipt(_ event: InAppReceipt, id: String) async {
        _ = try? await client.sendReceipt(.inAppMessage, id: id, event: ReceiptEvent(event))
    }

    func setForeground(_ inFront: Bool) async {
        try? await client.setForeground(inFront)
    }

    func networkChanged(_ reachable: Bool) async {
        try? await client.networkChanged(reachable)
    }

    func flush(milliseconds: UInt64) async {
        _ = try? await client.flush(timeout: Double(milliseconds) / 1000)
    }
}

extension ReceiptEvent {
    fileprivate init(_ event: InAppReceipt) {
        switch event {
        case .shown: self = .shown
        case .dismissed: self = .dismissed
        case .clicked: self = .clicked
        }
    }
}

extension ScreenState {
    /// What the container must know of the whole state.
    init(_ state: MessengerState) {
        visible = state.visible
        launcher = LauncherLook(
            launcherVisible: state.launcherVisible, messengerVisible: state.visible,
            bottomPadding: UInt32(clamping: state.bottomPadding), unreadCount: UInt64(clamping: state.unreadCount))
        theme =
            switch state.themeMode {
            case .light: .light
            case .dark: .dark
            case .system: .system
            }
        inApp = state.inApp.flatMap(InApp.init)
    }
}

extension ScreenState.InApp {
    /// Nil for a kind that this version does not show.
    fileprivate init?(_ piece: InAppRef) {
        switch piece.kind {
        case .inAppMessage: kind = .message
        case .survey: kind = .survey
        case .carousel: kind = .carousel
        default: return nil
        }
        id = piece.id
        isBanner = piece.display == .banner
    }
}
