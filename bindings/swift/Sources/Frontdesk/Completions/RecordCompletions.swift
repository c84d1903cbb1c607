// The calls of `Record.swift` for code that is not `async`.
//
// Guarantees: those of `CallLine`: calls begin in the order in which they were made, each handler is called exactly
// once on the callback queue.

import Foundation
import FrontdeskCore

extension Frontdesk {
    /// Like ``logEvent(_:metadata:)``, for code that is not `async`.
    public func logEvent(_ name: String, metadata: Metadata? = nil, completion: Completion<OperationID>? = nil) {
        line.call(completion) { () async throws(FrontdeskError) in try await self.logEvent(name, metadata: metadata) }
    }

    /// Like ``updateUser(_:)``, for code that is not `async`.
    public func updateUser(_ attributes: UserAttributes, completion: Completion<UpdateResult>? = nil) {
        line.call(completion) { () async throws(FrontdeskError) in try await self.updateUser(attributes) }
    }

    /// Like ``updateQuota()``, for code that is not `async`.
    public func updateQuota(completion: @escaping Completion<UpdateQuota>) {
        line.call(completion) { () async throws(FrontdeskError) in try await self.updateQuota() }
    }

    /// Like ``pending()``, for code that is not `async`.
    public func pending(completion: @escaping Completion<Pending>) {
        line.call(completion) { () async throws(FrontdeskError) in try await self.pending() }
    }

    /// Like ``flush(timeout:)``, for code that is not `async`.
    public func flush(timeout: TimeInterval = 10, completion: @escaping Completion<Pending>) {
        line.call(completion) { () async throws(FrontdeskError) in try await self.flush(timeout: timeout) }
    }

    /// Like ``retryOperation(_:)``, for code that is not `async`.
    public func retryOperation(_ id: OperationID, completion: @escaping Completion<Bool>) {
        line.call(completion) { () async throws(FrontdeskError) in try await self.retryOperation(id) }
    }

    /// Like ``dismiss(_:)``, for code that is not `async`.
    public func dismiss(_ id: OperationID, completion: @escaping Completion<Bool>) {
        line.call(completion) { () async throws(FrontdeskError) in try await self.dismiss(id) }
    }

    /// Like ``diagnosticsJSON()``, for code that is not `async`.
    public func diagnosticsJSON(completion: @escaping Completion<String>) {
        line.call(completion) { () async throws(FrontdeskError) in try await self.diagnosticsJSON() }
    }
}
