// The table of actions: every documented name of both generations of the vendor's plugin, and ours. One file per room.

import Foundation
import Frontdesk

/// What one action does. What is thrown becomes the error; everything else is the answer's to say.
enum Action: Sendable {
    typealias Asking = @MainActor @Sendable (Frontdesk, Arguments, Answer) throws -> Void

    /// Asks the client, in the order of the calls.
    case ask(Asking)
    /// Needs no client and overtakes those that wait for one.
    case atOnce(@MainActor @Sendable (Arguments, Answer) throws -> Void)
    /// Answers many times; the call stays open.
    case listen
}

/// All actions by their names on the wire.
enum Actions {
    static let all: [String: Action] = [
        startActions, sessionActions, recordActions, messengerActions, helpCenterActions, pushActions,
    ].reduce(into: [:]) { all, room in all.merge(room) { first, _ in first } }
}
