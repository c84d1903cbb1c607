// Lets calls wait until the client is open.
//
// Guarantees: opening happens once, off the main thread, however often and from wherever it is asked for; a call
// that comes earlier waits and gets the same client; a client that could not be opened fails every waiting call with
// the reason, and the next attempt starts anew; another configuration than the first is refused by name instead of
// being ignored. An actor; no I/O on the caller's thread.

/// Why there is no value.
enum StartFault: Error, Equatable {
    /// Nothing was configured within the time a call may wait.
    case notConfigured
    /// Configured before, with other values.
    case configuredOtherwise
}

/// Opens a value once and hands it to whoever waits.
actor StartGate<Configuration: Equatable & Sendable, Value: Sendable> {
    private enum State {
        case unconfigured
        case opening(Configuration)
        case open(Configuration, Value)
        case failed
    }

    private let make: @Sendable (Configuration) async throws -> Value
    private var state = State.unconfigured
    private var waiting: [UInt64: CheckedContinuation<Value, any Error>] = [:]
    private var lastTicket: UInt64 = 0

    /// - Parameter make: opens the value; runs on a thread where it may block for a short time.
    init(make: @escaping @Sendable (Configuration) async throws -> Value) {
        self.make = make
    }

    /// Opens the value; a second call with an equal configuration waits for the first and gives the same value.
    ///
    /// - Throws: what `make` threw; `StartFault.configuredOtherwise`.
    func open(_ configuration: Configuration) async throws -> Value {
        switch state {
        case .open(let first, let value):
            guard first == configuration else { throw StartFault.configuredOtherwise }
            return value
        case .opening(let first):
            guard first == configuration else { throw StartFault.configuredOtherwise }
            return try await wait()
        case .unconfigured, .failed:
            state = .opening(configuration)
        }
        let make = self.make
        // A task of its own: the caller's being cancelled must not undo what others wait for.
        let result = await Task.detached(priority: .userInitiated) { try await make(configuration) }.result
        finish(configuration, result)
        return try result.get()
    }

    /// The value, once it is open. Waits while it is being opened and, for `patience`, while nobody configured it.
    ///
    /// - Throws: what `make` threw, `StartFault.notConfigured`, or `CancellationError`.
    func value(patience: UInt64 = 10_000_000_000) async throws -> Value {
        switch state {
        case .open(_, let value): return value
        case .opening: return try await wait()
        case .unconfigured, .failed: break
        }
        lastTicket += 1
        let ticket = lastTicket
        let deadline = Task {
            try await Task.sleep(nanoseconds: patience)
            giveUp(ticket)
        }
        defer { deadline.cancel() }
        return try await wait(ticket: ticket)
    }

    private func wait(ticket: UInt64? = nil) async throws -> Value {
        let ticket = ticket ?? nextTicket()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                if Task.isCancelled {
                    continuation.resume(throwing: CancellationError())
                } else {
                    waiting[ticket] = continuation
                }
            }
        } onCancel: {
            Task { await self.abandon(ticket) }
        }
    }

    private func nextTicket() -> UInt64 {
        lastTicket += 1
        return lastTicket
    }

    private func abandon(_ ticket: UInt64) {
        waiting.removeValue(forKey: ticket)?.resume(throwing: CancellationError())
    }

    /// Only for a call that came before any configuration: one that waits for an opening under way waits on.
    private func giveUp(_ ticket: UInt64) {
        switch state {
        case .unconfigured, .failed:
            waiting.removeValue(forKey: ticket)?.resume(throwing: StartFault.notConfigured)
        case .opening, .open:
            break
        }
    }

    private func finish(_ configuration: Configuration, _ result: Result<Value, any Error>) {
        if case .success(let value) = result {
            state = .open(configuration, value)
        } else {
            state = .failed
        }
        let all = waiting
        waiting.removeAll()
        for continuation in all.values { continuation.resume(with: result) }
    }
}
