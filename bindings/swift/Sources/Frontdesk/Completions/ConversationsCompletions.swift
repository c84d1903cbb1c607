// The calls of `Conversations.swift` for code that is not `async`.
//
// Guarantees: those of `CallLine`: calls begin in the order in which they were made, each handler is called exactly
// once on the callback queue.

import Foundation
import FrontdeskCore

extension Frontdesk {
    /// Like ``listConversations(limit:cursor:)``, for code that is not `async`.
    public func listConversations(
        limit: Int = 20, cursor: String? = nil, completion: @escaping Completion<ConversationPage>
    ) {
        line.call(completion) { () async throws(FrontdeskError) in
            try await self.listConversations(limit: limit, cursor: cursor)
        }
    }

    /// Like ``cachedConversations(limit:)``, for code that is not `async`.
    public func cachedConversations(limit: Int = 20, completion: @escaping Completion<ConversationPage>) {
        line.call(completion) { () async throws(FrontdeskError) in try await self.cachedConversations(limit: limit) }
    }

    /// Like ``conversation(_:before:)``, for code that is not `async`.
    public func conversation(_ id: String, before: Int64? = nil, completion: @escaping Completion<Conversation>) {
        line.call(completion) { () async throws(FrontdeskError) in try await self.conversation(id, before: before) }
    }

    /// Like ``cachedConversation(_:before:)``, for code that is not `async`.
    public func cachedConversation(_ id: String, before: Int64? = nil, completion: @escaping Completion<Conversation?>)
    {
        line.call(completion) { () async throws(FrontdeskError) in try await self.cachedConversation(id, before: before)
        }
    }

    /// Like ``startConversation(_:)``, for code that is not `async`.
    public func startConversation(_ body: String, completion: @escaping Completion<SentPart>) {
        line.call(completion) { () async throws(FrontdeskError) in try await self.startConversation(body) }
    }

    /// Like ``startConversation(with:)``, for code that is not `async`.
    public func startConversation(with first: NewReply, completion: @escaping Completion<SentPart>) {
        line.call(completion) { () async throws(FrontdeskError) in try await self.startConversation(with: first) }
    }

    /// Like ``reply(to:_:)``, for code that is not `async`.
    public func reply(to conversationID: String, _ reply: NewReply, completion: @escaping Completion<SentPart>) {
        line.call(completion) { () async throws(FrontdeskError) in try await self.reply(to: conversationID, reply) }
    }

    /// Like ``quickReply(to:_:)``, for code that is not `async`.
    public func quickReply(
        to conversationID: String, _ quickReplyID: String, completion: @escaping Completion<SentPart>
    ) {
        line.call(completion) { () async throws(FrontdeskError) in
            try await self.quickReply(to: conversationID, quickReplyID)
        }
    }

    /// Like ``markConversationRead(_:)``, for code that is not `async`.
    public func markConversationRead(_ id: String, completion: @escaping Completion<Bool>) {
        line.call(completion) { () async throws(FrontdeskError) in try await self.markConversationRead(id) }
    }

    /// Like ``sendTyping(in:)``, for code that is not `async`.
    public func sendTyping(in id: String, completion: Completion<Void>? = nil) {
        line.call(completion) { () async throws(FrontdeskError) in try await self.sendTyping(in: id) }
    }

    /// Like ``draft(in:)``, for code that is not `async`.
    public func draft(in id: String, completion: @escaping Completion<String?>) {
        line.call(completion) { () async throws(FrontdeskError) in try await self.draft(in: id) }
    }

    /// Like ``setDraft(_:in:)``, for code that is not `async`.
    public func setDraft(_ text: String, in id: String, completion: Completion<Void>? = nil) {
        line.call(completion) { () async throws(FrontdeskError) in try await self.setDraft(text, in: id) }
    }
}
