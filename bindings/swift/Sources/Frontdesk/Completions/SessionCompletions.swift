// The calls of `Session.swift` for code that is not `async`.
//
// Guarantees: those of `CallLine`: calls begin in the order in which they were made, each handler is called exactly
// once on the callback queue.

import Foundation
import FrontdeskCore

extension Frontdesk {
    /// Like ``loginUnidentifiedUser()``, for code that is not `async`.
    public func loginUnidentifiedUser(completion: @escaping Completion<LoginResult>) {
        line.call(completion) { () async throws(FrontdeskError) in try await self.loginUnidentifiedUser() }
    }

    /// Like ``loginUser(with:)``, for code that is not `async`.
    public func loginUser(with attributes: UserAttributes, completion: @escaping Completion<LoginResult>) {
        line.call(completion) { () async throws(FrontdeskError) in try await self.loginUser(with: attributes) }
    }

    /// Like ``logout(force:unsent:)``, for code that is not `async`.
    public func logout(force: Bool = false, unsent: UnsentOperations = .deliver, completion: Completion<Void>? = nil) {
        line.call(completion) { () async throws(FrontdeskError) in try await self.logout(force: force, unsent: unsent) }
    }

    /// Like ``setUserHash(_:)``, for code that is not `async`.
    public func setUserHash(_ hash: String, completion: Completion<Void>? = nil) {
        line.call(completion) { () async throws(FrontdeskError) in try await self.setUserHash(hash) }
    }

    /// Like ``setUserJWT(_:)``, for code that is not `async`.
    public func setUserJWT(_ jwt: String, completion: Completion<Void>? = nil) {
        line.call(completion) { () async throws(FrontdeskError) in try await self.setUserJWT(jwt) }
    }

    /// Like ``setAuthTokens(_:)``, for code that is not `async`.
    public func setAuthTokens(_ tokens: [String: String], completion: Completion<Void>? = nil) {
        line.call(completion) { () async throws(FrontdeskError) in try await self.setAuthTokens(tokens) }
    }
}
