// What is known at once.
//
// Guarantees: answered from memory on the calling thread, the main one included; the disk and the network are not
// touched. After `shutdown` the last known value or `.shutDown`.

import Foundation
import FrontdeskCore

extension Frontdesk {
    /// Whether somebody is logged in, a lead included. From memory.
    ///
    /// - Since: 0.1.
    public func isUserLoggedIn() throws(FrontdeskError) -> Bool {
        try tell { try $0.isUserLoggedIn() }
    }

    /// Where the session stands. From memory; ``sessionStates()`` tells each change.
    ///
    /// - Since: 0.1.
    public func sessionState() throws(FrontdeskError) -> SessionState {
        try tell { try $0.sessionState() }
    }

    /// Who is logged in: what the app said it is. From memory.
    ///
    /// - Throws: ``FrontdeskError``: `.notLoggedIn`.
    /// - Since: 0.1.
    public func fetchLoggedInUserAttributes() throws(FrontdeskError) -> LoggedInUser {
        try tell { try $0.fetchLoggedInUserAttributes() }
    }

    /// One of the tokens given to ``setAuthTokens(_:)``; `nil` after a logout. From memory.
    ///
    /// - Since: 0.1.
    public func authToken(_ name: String) throws(FrontdeskError) -> String? {
        try tell { try $0.authToken(name: name) }
    }

    /// How many conversations hold something unread, as last known. From memory; ``unreadConversationCounts()`` tells
    /// each change, ``fetchUnreadConversationCount()`` asks the server.
    ///
    /// - Since: 0.1.
    public func unreadConversationCount() throws(FrontdeskError) -> Int {
        Int(clamping: try tell { try $0.unreadConversationCount() })
    }

    /// What the messenger's screen shows, and how. From memory; ``messengerStates()`` tells each change.
    ///
    /// - Since: 0.1.
    public func messengerState() throws(FrontdeskError) -> MessengerState {
        try tell { try $0.messengerState() }
    }

    /// Reads a push payload and fetches what it speaks of in the background.
    ///
    /// - Parameter payload: What the system handed over, for example `userInfo` of a notification.
    /// - Returns: What it says; `nil` when it is not ours, and belongs to the app's other push library.
    /// - Since: 0.1.
    public func handlePush(_ payload: Metadata) throws(FrontdeskError) -> PushMessage? {
        try tell { try $0.handlePush(payloadJson: payload.json) }
    }

    /// Like ``handlePush(_:)-(Metadata)``, with the dictionary that the system hands over. What JSON cannot hold is
    /// left out.
    ///
    /// - Since: 0.1.
    public func handlePush(userInfo: [AnyHashable: Any]) throws(FrontdeskError) -> PushMessage? {
        try handlePush(Metadata(userInfo: userInfo))
    }

    /// Whether a push was sent by Frontdesk. Needs no client: a notification extension may ask. Any thread.
    ///
    /// - Since: 0.1.
    public static func isFrontdeskPush(_ payload: Metadata) -> Bool {
        // What cannot be read is not ours.
        (try? withLibrary { try FrontdeskCore.isFrontdeskPush(payloadJson: payload.json) }) ?? false
    }

    /// Like ``isFrontdeskPush(_:)``, with the dictionary that the system hands over.
    ///
    /// - Since: 0.1.
    public static func isFrontdeskPush(userInfo: [AnyHashable: Any]) -> Bool {
        isFrontdeskPush(Metadata(userInfo: userInfo))
    }
}

extension Frontdesk {
    /// Answers from memory when everything that was called before has begun. For the scenarios' driver.
    @_spi(Driver)
    public func inLine<Value: Sendable>(
        _ call: @escaping @Sendable (Frontdesk) throws(FrontdeskError) -> Value, completion: @escaping Completion<Value>
    ) {
        line.call(completion) { () async throws(FrontdeskError) in try call(self) }
    }
}
