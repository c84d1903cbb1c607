// Where the core's events go.
//
// Guarantees: the core knows one listener, this one, and never the client, so that letting go of the client ends
// everything; each stream and observer has a place of its own and loses it when its task is cancelled or its token is
// let go of; nothing here blocks the core's thread (`frontdesk-events`), whoever is slow. Events reach each listener in
// the order of the core.

import Foundation
import FrontdeskCore

final class EventHub: CoreListener {
    typealias Ear = @Sendable (Heard) -> Void

    /// What an ear is told.
    enum Heard: Sendable {
        case event(FrontdeskEvent)
        case over
    }

    private struct State {
        var ears: [Int: Ear] = [:]
        var next = 0
        var over = false
        /// What was announced before anybody listened to everything; `nil` once somebody did.
        var early: [FrontdeskEvent]? = []
    }

    private struct Client {
        weak var core: CoreClient?
    }

    /// Events kept for the first listener.
    private static let mostEarly = 64

    private let state = Locked(State())
    private let client = Locked(Client())

    /// The client exists now; what a listener needs to ask of it can be asked.
    func opened(_ core: CoreClient) {
        client.with { $0.core = core }
    }

    /// The core's client, while it lives.
    var core: CoreClient? {
        client.with { $0.core }
    }

    /// How many listen. For tests.
    var count: Int {
        state.with { $0.ears.count }
    }

    /// Adds an ear; `nil` when there is nothing to hear any more. With `early`, the first such ear hears first what was
    /// announced before (while the client was opened, for example), and then what comes. What `begin` tells comes
    /// before all that is heard from then on.
    func add(early: Bool = false, begin: () -> Void = {}, _ ear: @escaping Ear) -> Int? {
        state.with { state in
            guard !state.over else { return nil }
            // Under the lock: a value that is asked for here and told later would come after a newer one, and stay. It
            // only asks the core's memory, which calls nobody.
            begin()
            if early, let before = state.early {
                state.early = nil
                // Under the lock, so that nothing newer comes first: an ear only puts what it hears into a queue.
                for event in before { ear(.event(event)) }
            }
            state.next += 1
            state.ears[state.next] = ear
            return state.next
        }
    }

    /// Takes an ear away; afterwards it hears at most the event that is on its way.
    func remove(_ key: Int) {
        // The ear is let go of outside of the lock: what it holds may come back here.
        let ear = state.with { $0.ears.removeValue(forKey: key) }
        withExtendedLifetime(ear) {}
    }

    /// Nothing comes any more.
    func finish() {
        let ears = state.with { state in
            state.over = true
            defer { state.ears = [:] }
            return state.ears
        }
        for (_, ear) in ears.sorted(by: { $0.key < $1.key }) { ear(.over) }
    }

    func onEvent(event: FrontdeskEvent) {
        let ears = state.with { state in
            if let early = state.early, early.count < EventHub.mostEarly { state.early = early + [event] }
            return state.ears
        }
        for (_, ear) in ears.sorted(by: { $0.key < $1.key }) { ear(.event(event)) }
    }
}

/// A value behind a lock that is never held over anything but a few instructions.
final class Locked<Value>: @unchecked Sendable {
    // Sendable by hand: the value is only touched under the lock.
    private let lock = NSLock()
    private var value: Value

    init(_ value: sending Value) {
        self.value = value
    }

    func with<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
        lock.lock()
        defer { lock.unlock() }
        return try body(&value)
    }
}
