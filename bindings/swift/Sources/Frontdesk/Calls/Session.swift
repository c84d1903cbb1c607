// Login, logout, proofs of who somebody is.
//
// Guarantees: those of `Frontdesk`. Functions that say "from memory" answer on the calling thread without touching the
// disk; all others may be called from the main actor all the same, because they leave it.
//
// Throws named at a function are the usual ones; any may be `.shutDown` or `.internal`.

import Foundation
import FrontdeskCore

extension Frontdesk {
    /// Logs in somebody whose identity is not known (a lead).
    ///
    /// Succeeds when the server accepted it, or at once when this is who is logged in.
    ///
    /// - Throws: ``FrontdeskError``: `.sessionConflict` when somebody else is logged in, `.unreachable` when every try
    ///   failed: then the next call tries first.
    /// - Since: 0.1.
    @discardableResult
    public func loginUnidentifiedUser() async throws(FrontdeskError) -> LoginResult {
        try await ask { try await $0.loginUnidentifiedUser() }
    }

    /// Logs in somebody by user id, e-mail address or both, with other attributes beside them.
    ///
    /// A lead becomes this user and keeps its conversations. Logging in as who is logged in succeeds at once, offline
    /// too.
    ///
    /// - Throws: ``FrontdeskError``: `.invalidInput`, `.sessionConflict` (`logout_required`), `.refused` (for example
    ///   `identity_verification_failed`), `.unreachable`.
    /// - Since: 0.1.
    @discardableResult
    public func loginUser(with attributes: UserAttributes) async throws(FrontdeskError) -> LoginResult {
        try await ask { try await $0.loginUserWithUserAttributes(attributesJson: attributes.text) }
    }

    /// Logs out and forgets everything personal on this device.
    ///
    /// - Parameters:
    ///   - force: Logs out an unidentified user too, whose history is then lost to them.
    ///   - unsent: What becomes of what is not delivered yet.
    ///
    /// - Throws: ``FrontdeskError``: `.sessionConflict` (`unidentified_logout`) for an unidentified user without
    ///   `force`.
    /// - Since: 0.1.
    public func logout(force: Bool = false, unsent: UnsentOperations = .deliver) async throws(FrontdeskError) {
        try await ask { try await $0.logout(force: force, purgeUnsent: unsent == .purge) }
    }

    /// The HMAC that proves the identity of the user, for this login or the next. Prefer ``setUserJWT(_:)``.
    ///
    /// - Throws: ``FrontdeskError``: `.invalidInput`.
    /// - Since: 0.1.
    public func setUserHash(_ hash: String) async throws(FrontdeskError) {
        try tell { try $0.setUserHash(hash: try plain(hash, "hash")) }
    }

    /// The signed token that proves the identity of the user; wins over a user hash.
    ///
    /// - Throws: ``FrontdeskError``: `.invalidInput`.
    /// - Since: 0.1.
    public func setUserJWT(_ jwt: String) async throws(FrontdeskError) {
        try tell { try $0.setUserJwt(jwt: try plain(jwt, "jwt")) }
    }

    /// Tokens of the app's own services for the present user, by name. They stay in memory.
    ///
    /// - Throws: ``FrontdeskError``: `.notLoggedIn`, `.invalidInput`.
    /// - Since: 0.1.
    public func setAuthTokens(_ tokens: [String: String]) async throws(FrontdeskError) {
        try tell { try $0.setAuthTokens(tokens: tokens) }
    }
}
