// What an app can wait for.
//
// Guarantees: each call gives a stream of its own, which begins to collect at once; nothing grows without bound, and
// each function says what falls out when its reader is slow; a stream whose task is cancelled, or that nobody holds any
// more, is forgotten; all end when the client is shut down or let go of.

import FrontdeskCore

/// The final fate of an operation. Since 0.1.
public struct DeliveryReport: Sendable, Equatable {
    /// The id that the call returned.
    public let id: OperationID
    /// What it was.
    public let kind: OperationKind
    /// How it ended.
    public let outcome: DeliveryOutcome
}

extension Frontdesk {
    /// Everything the SDK has to say; the first to ask hears what was announced before, too. Of a reader that is slow,
    /// the newest 256 events wait. Since 0.1.
    public func events() -> AsyncStream<FrontdeskEvent> {
        stream(.bufferingNewest(256), early: true, first: { _ in nil }, { event, _ in event })
    }

    /// How operations ended. Of a reader that is slow, the newest 1,024 wait; ``pending()`` says what is not delivered.
    /// Since 0.1.
    public func deliveries() -> AsyncStream<DeliveryReport> {
        stream(.bufferingNewest(1024), first: { _ in nil }) { event, _ in
            guard case .delivery(let id, let kind, let outcome) = event else { return nil }
            return DeliveryReport(id: id, kind: kind, outcome: outcome)
        }
    }

    /// How many conversations hold something unread: the present number first, then each new one. A reader that is slow
    /// finds the newest number only. Since 0.1.
    public func unreadConversationCounts() -> AsyncStream<Int> {
        stream(.bufferingNewest(1), first: { (try? $0.unreadConversationCount()).map { Int(clamping: $0) } }) {
            event, _ in
            guard case .unreadChanged(let count) = event else { return nil }
            return Int(clamping: count)
        }
    }

    /// Where the session stands: now, then at each change. A reader that is slow finds the newest state only. Since
    /// 0.1.
    public func sessionStates() -> AsyncStream<SessionState> {
        stream(.bufferingNewest(1), first: { try? $0.sessionState() }) { event, _ in
            guard case .sessionChanged(let state) = event else { return nil }
            return state
        }
    }

    /// What the messenger's screen shows: now, then at each change. A reader that is slow finds the newest state only.
    /// Since 0.1.
    public func messengerStates() -> AsyncStream<MessengerState> {
        stream(.bufferingNewest(1), first: { try? $0.messengerState() }) { event, core in
            guard case .messengerStateChanged = event else { return nil }
            return try? core?.messengerState()
        }
    }

    private func stream<Value: Sendable>(
        _ limit: AsyncStream<Value>.Continuation.BufferingPolicy,
        early: Bool = false,
        first: (CoreClient) -> Value?,
        _ pick: @escaping @Sendable (FrontdeskEvent, CoreClient?) -> Value?
    ) -> AsyncStream<Value> {
        let (stream, continuation) = AsyncStream.makeStream(of: Value.self, bufferingPolicy: limit)
        let hub = hub
        let begin = { [core] in
            if let value = first(core) { continuation.yield(value) }
        }
        let key = hub.add(early: early, begin: begin) { [weak hub] heard in
            switch heard {
            case .event(let event):
                if let value = pick(event, hub?.core) { continuation.yield(value) }
            case .over:
                continuation.finish()
            }
        }
        guard let key else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak hub] _ in hub?.remove(key) }
        return stream
    }
}
