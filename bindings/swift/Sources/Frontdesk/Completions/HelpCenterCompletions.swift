// The calls of `HelpCenter.swift` for code that is not `async`.
//
// Guarantees: those of `CallLine`: calls begin in the order in which they were made, each handler is called exactly
// once on the callback queue.

import Foundation
import FrontdeskCore

extension Frontdesk {
    /// Like ``fetchHelpCenterCollections()``, for code that is not `async`.
    public func fetchHelpCenterCollections(completion: @escaping Completion<[HelpCenterCollection]>) {
        line.call(completion) { () async throws(FrontdeskError) in try await self.fetchHelpCenterCollections() }
    }

    /// Like ``fetchHelpCenterCollection(_:)``, for code that is not `async`.
    public func fetchHelpCenterCollection(_ id: String, completion: @escaping Completion<HelpCenterCollectionContent>) {
        line.call(completion) { () async throws(FrontdeskError) in try await self.fetchHelpCenterCollection(id) }
    }

    /// Like ``searchHelpCenter(_:)``, for code that is not `async`.
    public func searchHelpCenter(_ term: String, completion: @escaping Completion<[HelpCenterSearchResult]>) {
        line.call(completion) { () async throws(FrontdeskError) in try await self.searchHelpCenter(term) }
    }

    /// Like ``article(_:)``, for code that is not `async`.
    public func article(_ id: String, completion: @escaping Completion<Article>) {
        line.call(completion) { () async throws(FrontdeskError) in try await self.article(id) }
    }

    /// Like ``reactToArticle(_:with:)``, for code that is not `async`.
    public func reactToArticle(_ id: String, with reaction: Reaction, completion: @escaping Completion<Delivery>) {
        line.call(completion) { () async throws(FrontdeskError) in try await self.reactToArticle(id, with: reaction) }
    }
}
