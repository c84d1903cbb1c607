// Delivers what is queued when the app leaves the screen.
//
// Guarantees: those of `BackgroundAssertion`; the system's time is asked for before the core is told anything, so
// that the process is not suspended between the two; a flush that hangs does not hold the time beyond the system's
// own limit. On the main actor; the core's calls run elsewhere.

/// The system's side of an assertion. `UIApplication` on a device; a fake in the tests.
@MainActor
protocol BackgroundTime {
    associatedtype Token: Equatable & Sendable

    /// Asks for time; nil when refused. `expired` is called on the main thread when it is up.
    func begin(expired: @escaping @MainActor @Sendable () -> Void) -> Token?

    /// Gives the time back.
    func end(_ token: Token)
}

/// Runs one delivery for each departure of the app.
@MainActor
final class BackgroundDelivery<Time: BackgroundTime> {
    /// Milliseconds the core may take: less than the system grants (some 30 s), so that the normal end is ours.
    static var flushMilliseconds: UInt64 { 20_000 }

    private let time: Time
    private let flush: @Sendable (UInt64) async -> Void
    private var assertion = BackgroundAssertion<Time.Token>()

    /// The delivery under way; the tests wait for it.
    private(set) var delivery: Task<Void, Never>?

    /// - Parameters:
    ///   - time: the system's side.
    ///   - flush: hands over what is queued within the milliseconds; never fails, what is left stays queued.
    init(time: Time, flush: @escaping @Sendable (UInt64) async -> Void) {
        self.time = time
        self.flush = flush
    }

    /// The app left the screen.
    func left() {
        guard assertion.left() == .begin else { return }
        let token = time.begin { [weak self] in self?.expired() }
        carryOut(assertion.began(token))
        // The task keeps this object until the end: whoever lets go of it meanwhile must not leak the assertion.
        delivery = Task {
            await flush(Self.flushMilliseconds)
            delivered()
        }
    }

    private func expired() {
        carryOut(assertion.expired())
    }

    private func delivered() {
        carryOut(assertion.delivered())
    }

    private func carryOut(_ step: BackgroundAssertion<Time.Token>.Step) {
        if case .end(let token) = step { time.end(token) }
    }
}
