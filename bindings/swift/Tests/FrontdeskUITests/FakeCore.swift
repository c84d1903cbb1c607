// A core that answers what the test says and remembers what it heard.

import Foundation

@testable import FrontdeskUI

struct CoreIsDown: Error {}

final class FakeCore: MessengerCore, @unchecked Sendable {
    private let lock = NSLock()
    private var heardRequests: [String] = []
    private var events: AsyncStream<String>.Continuation?
    private let answer: @Sendable (String) throws -> String

    init(answer: @escaping @Sendable (String) throws -> String = { "answer to " + $0 }) {
        self.answer = answer
    }

    var requests: [String] { lock.withLock { heardRequests } }

    func bridgeRequest(_ json: String) async throws -> String {
        lock.withLock { heardRequests.append(json) }
        return try answer(json)
    }

    func pageEvents() async -> AsyncStream<String> {
        let (stream, continuation) = AsyncStream.makeStream(of: String.self)
        lock.withLock { events = continuation }
        return stream
    }

    /// Tells the page something; false while nobody listens.
    func tell(_ text: String) -> Bool {
        lock.withLock { events?.yield(text) } != nil
    }

    func screenStates() async -> AsyncStream<ScreenState> { AsyncStream { $0.finish() } }
    func logouts() async -> AsyncStream<Void> { AsyncStream { $0.finish() } }
    func inAppPreview(id: String) async -> InAppPreview? { nil }
    func present() async {}
    func presentProactive(_ kind: ScreenState.InApp.Kind, id: String) async {}
    func hide() async {}
    func receipt(_ event: InAppReceipt, id: String) async {}
    func setForeground(_ inFront: Bool) async {}
    func networkChanged(_ reachable: Bool) async {}
    func flush(milliseconds: UInt64) async {}
}

/// Waits until something holds; the deadline only ends a hang.
@MainActor
func eventually(_ what: @MainActor () -> Bool) async -> Bool {
    let deadline = Date().addingTimeInterval(20)
    while !what() {
        if Date() > deadline { return false }
        await Task.yield()
    }
    return true
}
