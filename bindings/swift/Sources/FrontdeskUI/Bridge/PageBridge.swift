// Carries texts between one page and the core.
//
// Guarantees: each text of the page is answered exactly once; requests run beside each other and off the main actor;
// events reach the page in the order in which the core told them, and stop when the bridge is closed. The core's
// gate (rate, size, ids) holds for the page; this room adds no rule of its own but `BridgeText.longest`. On the main
// actor.

/// The bridge of one page.
@MainActor
final class PageBridge {
    private let core: any MessengerCore
    private var events: Task<Void, Never>?

    /// Called once, when the page has asked its first question: it runs.
    var onFirstRequest: (@MainActor () -> Void)?

    init(core: any MessengerCore) {
        self.core = core
    }

    /// Answers one text of the page.
    func answer(_ body: Any) async -> String {
        if let onFirstRequest {
            self.onFirstRequest = nil
            onFirstRequest()
        }
        switch BridgeText.incoming(body) {
        case .answer(let answer): return answer
        case .request(let text): return await Self.ask(core, text)
        }
    }

    /// Asks the core on the container's behalf; the answer is of no interest.
    func tell(_ type: String) {
        send(BridgeText.hostRequest(type))
    }

    /// A link that the person tapped and the page did not handle: the core judges it, the presenter opens it.
    func openLink(_ address: String) {
        if let request = BridgeText.linkRequest(address) { send(request) }
    }

    private func send(_ request: String) {
        let core = self.core
        Task { _ = await Self.ask(core, request) }
    }

    /// Hands events to the page until `close()`.
    func open(deliver: @escaping @MainActor (String) -> Void) {
        events?.cancel()
        let core = self.core
        events = Task {
            for await text in await core.pageEvents() {
                if Task.isCancelled { return }
                deliver(text)
            }
        }
    }

    /// No event reaches the page any more.
    func close() {
        events?.cancel()
        events = nil
    }

    private nonisolated static func ask(_ core: any MessengerCore, _ text: String) async -> String {
        do {
            return try await core.bridgeRequest(text)
        } catch {
            return BridgeText.unanswered(text, code: "internal", temporary: false)
        }
    }
}
