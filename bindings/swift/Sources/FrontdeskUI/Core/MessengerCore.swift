// What the screens need of the client, and nothing more.
//
// Guarantees: the one seam between the screens and the module `Frontdesk`: screens speak to this protocol, one file
// (`ClientCore.swift`) implements it with the real client, the tests with a fake. No function blocks its caller:
// what touches the database is `async` and runs off the main actor. Failures that a screen cannot act upon are
// contained by the implementation and told to the log.

/// The client as the screens see it.
protocol MessengerCore: Sendable {
    /// Hands a request of the page to the core; the answer is in the form of `contract/bridge.schema.json`.
    ///
    /// - Throws: when the core is shut down or failed inside.
    func bridgeRequest(_ json: String) async throws -> String

    /// What the page is told without having asked, in order. One listener at a time: the last one that asked.
    func pageEvents() async -> AsyncStream<String>

    /// The screen's part of the messenger's state: now, then at each change; a slow reader finds the newest one only.
    func screenStates() async -> AsyncStream<ScreenState>

    /// An element whenever nobody is logged in: at once when that is so now, then at each log-out.
    func logouts() async -> AsyncStream<Void>

    /// The words of an in-app message; nil when there are none to show now.
    func inAppPreview(id: String) async -> InAppPreview?

    /// Shows the messenger's home, or what it showed last.
    func present() async

    /// Shows a survey or a carousel.
    func presentProactive(_ kind: ScreenState.InApp.Kind, id: String) async

    /// Hides the messenger.
    func hide() async

    /// Tells what became of an in-app message.
    func receipt(_ event: InAppReceipt, id: String) async

    /// The app came to the front or left it.
    func setForeground(_ inFront: Bool) async

    /// The device has a way to the network, lost it, or has another one.
    func networkChanged(_ reachable: Bool) async

    /// Delivers what is queued, within this time.
    func flush(milliseconds: UInt64) async
}

/// What became of an in-app message.
enum InAppReceipt: Sendable, Equatable {
    case shown, dismissed, clicked
}

/// What the container must know of the messenger's state.
struct ScreenState: Equatable, Sendable {
    /// A theme the app chose.
    enum Theme: Sendable, Equatable {
        case light, dark, system
    }

    /// Content that is due to show itself.
    struct InApp: Equatable, Sendable {
        /// What it is.
        enum Kind: Sendable, Equatable {
            case message, survey, carousel
        }

        /// What it is.
        let kind: Kind
        /// Its id.
        let id: String
        /// Along the upper edge instead of the lower one.
        let isBanner: Bool
    }

    /// Whether the core says that the messenger covers the app.
    let visible: Bool
    /// How the launcher looks.
    let launcher: LauncherLook
    /// The theme.
    let theme: Theme
    /// What shows itself now.
    let inApp: InApp?
}
