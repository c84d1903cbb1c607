// Events for code that is not `async`.
//
// Guarantees: an observer is called on one queue, one event after the other, and never again once its token is
// cancelled on that queue; the token is all that keeps it.

import Dispatch
import FrontdeskCore

extension Frontdesk {
    /// Calls `handler` with every event, those before the first listener included, on `queue` (when `nil`:
    /// ``FrontdeskConfiguration/callbackQueue``). The handler may call anything, ``shutdown(completion:)`` included.
    /// Since 0.1.
    ///
    /// - Returns: A token; keep it as long as you want to hear.
    public func observe(
        on queue: DispatchQueue? = nil, _ handler: @escaping @Sendable (FrontdeskEvent) -> Void
    ) -> FrontdeskObservation {
        let queue = queue ?? line.callbackQueue
        let observation = FrontdeskObservation(hub: hub, handler: handler)
        let ear = WeakObservation(observation)
        observation.key = hub.add(early: true) { heard in
            guard case .event(let event) = heard else { return }
            queue.async { ear.observation?.hear(event) }
        }
        return observation
    }
}

/// Keeps an observer. Letting go of it is as good as ``cancel()``. Since 0.1.
public final class FrontdeskObservation: Sendable {
    private struct State {
        var key: Int?
        var handler: (@Sendable (FrontdeskEvent) -> Void)?
    }

    private let hub: EventHub
    private let state: Locked<State>

    init(hub: EventHub, handler: @escaping @Sendable (FrontdeskEvent) -> Void) {
        self.hub = hub
        state = Locked(State(handler: handler))
    }

    fileprivate(set) var key: Int? {
        get { state.with { $0.key } }
        set { state.with { $0.key = newValue } }
    }

    /// Ends it. A call that is running runs to its end.
    public func cancel() {
        let (key, handler) = state.with { state in
            defer { state = State() }
            return (state.key, state.handler)
        }
        if let key { hub.remove(key) }
        withExtendedLifetime(handler) {}
    }

    fileprivate func hear(_ event: FrontdeskEvent) {
        let handler = state.with { $0.handler }
        handler?(event)
    }

    deinit {
        if let key = state.with({ $0.key }) { hub.remove(key) }
    }
}

/// What the hub keeps of an observer, so that the app's token is all that keeps it.
private final class WeakObservation: @unchecked Sendable {
    // Sendable by hand: a weak reference to a Sendable object that is set once.
    weak var observation: FrontdeskObservation?

    init(_ observation: FrontdeskObservation) {
        self.observation = observation
    }
}
