// Tells somebody slow the newest of many values.
//
// Guarantees: values arrive in the order in which they were set, never two at once; when several are set while one is
// being told, the last of them comes next and the others do not; the last value always arrives. Any thread.

/// A mailbox that keeps one value.
final class LatestValue<Value: Sendable>: Sendable {
    private let values: AsyncStream<Value>.Continuation

    /// - Parameter tell: hears each value; runs off the caller's thread.
    init(tell: @escaping @Sendable (Value) async -> Void) {
        let (stream, continuation) = AsyncStream.makeStream(of: Value.self, bufferingPolicy: .bufferingNewest(1))
        values = continuation
        Task.detached {
            for await value in stream { await tell(value) }
        }
    }

    deinit {
        values.finish()
    }

    /// Replaces what was not told yet.
    func set(_ value: Value) {
        values.yield(value)
    }
}
