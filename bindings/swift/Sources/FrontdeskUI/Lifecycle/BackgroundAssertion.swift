// Asks the system for some seconds after the app left the screen, and gives them back.
//
// Guarantees (row F8 of the fault matrix): each assertion that was begun is ended exactly once, whether the delivery
// came to an end, the system said that time is up, or both in the same moment; an assertion that the system refuses
// is never ended; a second departure while the first still delivers does not take a second assertion. What is not
// delivered in time stays in the core's queue and goes at the next start. A value without a clock; changed on the
// main thread by `BackgroundDelivery`.

/// The assertion as a pure state machine.
struct BackgroundAssertion<Token: Equatable & Sendable>: Equatable, Sendable {
    /// What to do now.
    enum Step: Equatable, Sendable {
        /// Nothing.
        case nothing
        /// Ask the system for time, tell `began`, and start to deliver.
        case begin
        /// Give the time back.
        case end(Token)
    }

    /// Where the assertion stands.
    enum State: Equatable, Sendable {
        /// None is held.
        case idle
        /// The system is being asked; it may say that time is up before it has answered.
        case beginning(expired: Bool)
        /// Held while the core delivers.
        case held(Token)
        /// Refused or given back while the core still delivers.
        case without
    }

    /// Where the assertion stands.
    private(set) var state = State.idle

    /// Whether time was asked for and the delivery is still under way.
    var isDelivering: Bool { state != .idle }

    /// The app left the screen.
    mutating func left() -> Step {
        guard state == .idle else { return .nothing }
        state = .beginning(expired: false)
        return .begin
    }

    /// The system answered.
    ///
    /// - Parameter token: what names the assertion; nil when the system refused.
    mutating func began(_ token: Token?) -> Step {
        guard case .beginning(let expired) = state else {
            // Nobody asked: what was given has to go back.
            return token.map(Step.end) ?? .nothing
        }
        guard let token else {
            state = .without
            return .nothing
        }
        if expired {
            state = .without
            return .end(token)
        }
        state = .held(token)
        return .nothing
    }

    /// The system said that time is up.
    mutating func expired() -> Step {
        switch state {
        case .beginning:
            state = .beginning(expired: true)
            return .nothing
        case .held(let token):
            state = .without
            return .end(token)
        case .idle, .without:
            return .nothing
        }
    }

    /// The core delivered what it could, or gave up.
    mutating func delivered() -> Step {
        defer { state = .idle }
        if case .held(let token) = state { return .end(token) }
        return .nothing
    }
}
