// The calls of `Content.swift` for code that is not `async`.
//
// Guarantees: those of `CallLine`: calls begin in the order in which they were made, each handler is called exactly
// once on the callback queue.

import Foundation
import FrontdeskCore

extension Frontdesk {
    /// Like ``content(_:)``, for code that is not `async`.
    public func content(_ content: ContentRef, completion: @escaping Completion<LiveContent>) {
        line.call(completion) { () async throws(FrontdeskError) in try await self.content(content) }
    }

    /// Like ``liveContent(_:id:)``, for code that is not `async`.
    public func liveContent(_ kind: LiveKind, id: String, completion: @escaping Completion<LiveContent>) {
        line.call(completion) { () async throws(FrontdeskError) in try await self.liveContent(kind, id: id) }
    }

    /// Like ``sendReceipt(_:id:event:answers:)``, for code that is not `async`.
    public func sendReceipt(
        _ kind: ReceiptKind, id: String, event: ReceiptEvent, answers: [Answer] = [],
        completion: Completion<OperationID>? = nil
    ) {
        line.call(completion) { () async throws(FrontdeskError) in
            try await self.sendReceipt(kind, id: id, event: event, answers: answers)
        }
    }

    /// Like ``listTickets(limit:cursor:)``, for code that is not `async`.
    public func listTickets(limit: Int = 20, cursor: String? = nil, completion: @escaping Completion<TicketPage>) {
        line.call(completion) { () async throws(FrontdeskError) in
            try await self.listTickets(limit: limit, cursor: cursor)
        }
    }

    /// Like ``ticket(_:)``, for code that is not `async`.
    public func ticket(_ id: String, completion: @escaping Completion<Ticket>) {
        line.call(completion) { () async throws(FrontdeskError) in try await self.ticket(id) }
    }

    /// Like ``ticketTypes()``, for code that is not `async`.
    public func ticketTypes(completion: @escaping Completion<[TicketType]>) {
        line.call(completion) { () async throws(FrontdeskError) in try await self.ticketTypes() }
    }

    /// Like ``createTicket(type:attributes:)``, for code that is not `async`.
    public func createTicket(
        type typeID: String, attributes: Metadata = [:], completion: @escaping Completion<SentTicket>
    ) {
        line.call(completion) { () async throws(FrontdeskError) in
            try await self.createTicket(type: typeID, attributes: attributes)
        }
    }

    /// Like ``listNews(cursor:)``, for code that is not `async`.
    public func listNews(cursor: String? = nil, completion: @escaping Completion<NewsPage>) {
        line.call(completion) { () async throws(FrontdeskError) in try await self.listNews(cursor: cursor) }
    }
}
