// What the app tells, and what is not delivered yet.
//
// Guarantees: an event that was logged is on the disk; an update that answered `queued` is, too, and its fate comes as
// an event. Nothing is dropped without a word: see `pending()`.
//
// Throws named at a function are the usual ones; any may be `.shutDown` or `.internal`.

import Foundation
import FrontdeskCore

extension Frontdesk {
    /// Records an event. Durably stored when it returns; delivered later, once, in order.
    ///
    /// - Parameters:
    ///   - name: At most 120 characters.
    ///   - metadata: Written as a dictionary literal; at most 256 keys, 8 levels and 31 KiB.
    /// - Returns: The operation's id, which ``deliveries()`` names.
    /// - Throws: ``FrontdeskError``: `.notLoggedIn`, `.invalidInput`, `.storage` (`queue_full`).
    /// - Since: 0.1.
    @discardableResult
    public func logEvent(_ name: String, metadata: Metadata? = nil) async throws(FrontdeskError) -> OperationID {
        try tell { try $0.logEvent(name: try plain(name, "name"), metadataJson: metadata?.json) }
    }

    /// Changes attributes of the user.
    ///
    /// Answers `delivered` when the server took it in time, with the fields it would not take; else `queued`.
    ///
    /// - Throws: ``FrontdeskError``: `.notLoggedIn`, `.invalidInput`, `.storage`.
    /// - Since: 0.1.
    @discardableResult
    public func updateUser(_ attributes: UserAttributes) async throws(FrontdeskError) -> UpdateResult {
        try await ask { try await $0.updateUser(attributesJson: attributes.text) }
    }

    /// How many updates still travel one by one; further ones are joined.
    ///
    /// - Throws: ``FrontdeskError``: `.storage`.
    /// - Since: 0.1.
    public func updateQuota() async throws(FrontdeskError) -> UpdateQuota {
        try tell { try $0.updateQuota() }
    }

    /// What is not delivered yet, and what the server refused.
    ///
    /// - Throws: ``FrontdeskError``: `.storage`.
    /// - Since: 0.1.
    public func pending() async throws(FrontdeskError) -> Pending {
        try tell { try $0.pending() }
    }

    /// Waits until everything is delivered or refused, or until the time (in seconds) is over.
    ///
    /// - Returns: What is left.
    /// - Throws: ``FrontdeskError``: `.storage`.
    /// - Since: 0.1.
    @discardableResult
    public func flush(timeout: TimeInterval = 10) async throws(FrontdeskError) -> Pending {
        try await ask { try await $0.flush(timeoutMs: milliseconds(timeout) ?? 0) }
    }

    /// Sends a refused operation once more; false when there is none with this id.
    ///
    /// - Throws: ``FrontdeskError``: `.invalidInput` (`invalid_id`), `.storage`.
    /// - Since: 0.1.
    @discardableResult
    public func retryOperation(_ id: OperationID) async throws(FrontdeskError) -> Bool {
        try tell { try $0.retryOperation(id: id) }
    }

    /// Forgets a refused operation; false when there is none with this id.
    ///
    /// - Throws: ``FrontdeskError``: `.invalidInput` (`invalid_id`), `.storage`.
    /// - Since: 0.1.
    @discardableResult
    public func dismiss(_ id: OperationID) async throws(FrontdeskError) -> Bool {
        try tell { try $0.dismiss(id: id) }
    }

    /// What a person who looks for a fault needs to know, as JSON; nothing personal.
    ///
    /// - Throws: ``FrontdeskError``: `.storage`.
    /// - Since: 0.1.
    public func diagnosticsJSON() async throws(FrontdeskError) -> String {
        try await ask { try await $0.diagnosticsJson() }
    }
}
