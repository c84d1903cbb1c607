// Whether the messenger covers the app, and what has to happen next for that.
//
// Guarantees: showing twice shows once, hiding twice hides once; a wish that comes while the screen still moves is
// kept and the last one wins; nothing is drawn while no scene of the app is in front, and what was wanted meanwhile
// is shown when one comes; a scene that goes away takes the messenger along to the next one. A value without a
// clock; changed on the main thread by `MessengerPresenter`, which carries out the returned steps.

/// The presentation as a pure state machine.
struct PresentationQueue: Equatable, Sendable {
    /// What to do now.
    enum Step: Equatable, Sendable {
        /// Nothing.
        case nothing
        /// Make a window on the scene in front and show the messenger; tell `presented()` when it stands.
        case present
        /// Take the messenger away; tell `dismissed()` when it is gone.
        case dismiss
        /// The window's scene is gone: forget the window without moving anything.
        case discard
    }

    /// Where the screen is.
    enum Screen: Equatable, Sendable {
        case hidden, presenting, shown, dismissing
    }

    /// Whether the core wants the messenger to be seen.
    private(set) var wanted = false

    /// What the person sees.
    private(set) var screen = Screen.hidden

    /// Whether a scene of the app is in front.
    private(set) var hasScene: Bool

    /// - Parameter hasScene: whether a scene is in front at this moment.
    init(hasScene: Bool) {
        self.hasScene = hasScene
    }

    /// The core asked to show something. Which screen, its state says; the page renders that.
    mutating func present() -> Step {
        wanted = true
        return next()
    }

    /// The core asked to hide.
    mutating func hide() -> Step {
        wanted = false
        return next()
    }

    /// The messenger stands.
    mutating func presented() -> Step {
        guard screen == .presenting else { return .nothing }
        screen = .shown
        return next()
    }

    /// The messenger is gone.
    mutating func dismissed() -> Step {
        guard screen == .dismissing else { return .nothing }
        screen = .hidden
        return next()
    }

    /// The person dismissed it with a gesture of the system, without the core having been asked.
    ///
    /// - Returns: whether the core has to be told.
    mutating func dismissedByPerson() -> Bool {
        guard screen == .shown || screen == .presenting else { return false }
        screen = .hidden
        defer { wanted = false }
        return wanted
    }

    /// A scene came to the front.
    mutating func sceneCame() -> Step {
        hasScene = true
        return next()
    }

    /// The scene that carried the messenger, or the last one in front, is gone.
    ///
    /// - Parameter another: whether another scene is in front.
    mutating func sceneLeft(another: Bool) -> Step {
        hasScene = another
        guard screen != .hidden else { return .nothing }
        screen = .hidden
        return .discard
    }

    /// What is left to do after a `discard`: the messenger moves to the scene that is in front now.
    mutating func discarded() -> Step {
        next()
    }

    private mutating func next() -> Step {
        switch (screen, wanted) {
        case (.hidden, true) where hasScene:
            screen = .presenting
            return .present
        case (.shown, false):
            screen = .dismissing
            return .dismiss
        default:
            return .nothing
        }
    }
}
