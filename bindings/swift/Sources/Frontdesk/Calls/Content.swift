// Content, receipts, tickets and news.
//
// Guarantees: a receipt and a ticket are stored before the call answers and are delivered once.
//
// Throws named at a function are the usual ones; any may be `.shutDown` or `.internal`.

import Foundation
import FrontdeskCore

extension Frontdesk {
    /// A piece of content as it may be shown now.
    ///
    /// - Throws: ``FrontdeskError``: `.notLoggedIn`, `.contentUnavailable`, `.unreachable`.
    /// - Since: 0.1.
    public func content(_ content: ContentRef) async throws(FrontdeskError) -> LiveContent {
        try await ask { try await $0.content(content: content) }
    }

    /// A piece of live content by kind and id.
    ///
    /// - Throws: ``FrontdeskError``: `.notLoggedIn`, `.contentUnavailable`, `.unreachable`.
    /// - Since: 0.1.
    public func liveContent(_ kind: LiveKind, id: String) async throws(FrontdeskError) -> LiveContent {
        try await ask { try await $0.liveContent(kind: kind, id: try plain(id, "id")) }
    }

    /// Records what became of content that was shown.
    ///
    /// - Returns: The operation's id.
    /// - Throws: ``FrontdeskError``: `.notLoggedIn`, `.invalidInput`, `.storage`.
    /// - Since: 0.1.
    @discardableResult
    public func sendReceipt(_ kind: ReceiptKind, id: String, event: ReceiptEvent, answers: [Answer] = [])
        async throws(FrontdeskError) -> OperationID
    {
        try tell { try $0.sendReceipt(kind: kind, id: try plain(id, "id"), event: event, answers: answers) }
    }

    /// The user's tickets, newest first.
    ///
    /// - Throws: ``FrontdeskError``: `.notLoggedIn`, `.unreachable`.
    /// - Since: 0.1.
    public func listTickets(limit: Int = 20, cursor: String? = nil) async throws(FrontdeskError) -> TicketPage {
        try await ask { try await $0.listTickets(limit: UInt32(clamping: limit), cursor: cursor) }
    }

    /// A ticket.
    ///
    /// - Throws: ``FrontdeskError``: `.notLoggedIn`, `.contentUnavailable`, `.unreachable`.
    /// - Since: 0.1.
    public func ticket(_ id: String) async throws(FrontdeskError) -> Ticket {
        try await ask { try await $0.ticket(id: try plain(id, "id")) }
    }

    /// The kinds of tickets that a user may open.
    ///
    /// - Throws: ``FrontdeskError``: `.notLoggedIn`, `.unreachable`.
    /// - Since: 0.1.
    public func ticketTypes() async throws(FrontdeskError) -> [TicketType] {
        try await ask { try await $0.ticketTypes() }
    }

    /// Opens a ticket.
    ///
    /// - Throws: ``FrontdeskError``: `.notLoggedIn`, `.invalidInput`, `.storage`.
    /// - Since: 0.1.
    @discardableResult
    public func createTicket(type typeID: String, attributes: Metadata = [:]) async throws(FrontdeskError) -> SentTicket
    {
        try await ask {
            try await $0.createTicket(typeId: try plain(typeID, "type_id"), attributesJson: attributes.json)
        }
    }

    /// News, newest first.
    ///
    /// - Throws: ``FrontdeskError``: `.notLoggedIn`, `.unreachable`.
    /// - Since: 0.1.
    public func listNews(cursor: String? = nil) async throws(FrontdeskError) -> NewsPage {
        try await ask { try await $0.listNews(cursor: cursor) }
    }
}
