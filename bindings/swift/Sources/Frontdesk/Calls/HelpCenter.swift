// The help center.
//
// Guarantees: what was read before can be read and searched without a network; `fromCache` says so.
//
// Throws named at a function are the usual ones; any may be `.shutDown` or `.internal`.

import Foundation
import FrontdeskCore

extension Frontdesk {
    /// The collections of the help center.
    ///
    /// - Throws: ``FrontdeskError``: `.unreachable`.
    /// - Since: 0.1.
    public func fetchHelpCenterCollections() async throws(FrontdeskError) -> [HelpCenterCollection] {
        try await ask { try await $0.fetchHelpCenterCollections() }
    }

    /// What is in a collection.
    ///
    /// - Throws: ``FrontdeskError``: `.contentUnavailable` (`not_found`), `.unreachable`.
    /// - Since: 0.1.
    public func fetchHelpCenterCollection(_ id: String) async throws(FrontdeskError) -> HelpCenterCollectionContent {
        try await ask { try await $0.fetchHelpCenterCollection(id: try plain(id, "id")) }
    }

    /// Articles about a term, best first, at most 20; from what is on the device when the server cannot be asked.
    ///
    /// - Throws: ``FrontdeskError``: `.invalidInput`, `.unreachable`.
    /// - Since: 0.1.
    public func searchHelpCenter(_ term: String) async throws(FrontdeskError) -> [HelpCenterSearchResult] {
        try await ask { try await $0.searchHelpCenter(term: try plain(term, "term")) }
    }

    /// An article in the best language there is.
    ///
    /// - Throws: ``FrontdeskError``: `.contentUnavailable`, `.unreachable`.
    /// - Since: 0.1.
    public func article(_ id: String) async throws(FrontdeskError) -> Article {
        try await ask { try await $0.article(id: try plain(id, "id")) }
    }

    /// Says how an article was found to be; the last word counts.
    ///
    /// - Throws: ``FrontdeskError``: `.notLoggedIn`, `.invalidInput`, `.storage`.
    /// - Since: 0.1.
    @discardableResult
    public func reactToArticle(_ id: String, with reaction: Reaction) async throws(FrontdeskError) -> Delivery {
        try await ask { try await $0.reactToArticle(id: try plain(id, "id"), reaction: reaction) }
    }
}
