// Conversations: read and written.
//
// Guarantees: lists and conversations come from the server, and from the device when it cannot be asked (`fromCache`);
// a message is stored before the call answers and is delivered once.
//
// Throws named at a function are the usual ones; any may be `.shutDown` or `.internal`.

import Foundation
import FrontdeskCore

extension Frontdesk {
    /// Conversations, newest first; those seen before when the server cannot be asked.
    ///
    /// - Throws: ``FrontdeskError``: `.notLoggedIn`, `.unreachable`.
    /// - Since: 0.1.
    public func listConversations(limit: Int = 20, cursor: String? = nil) async throws(FrontdeskError)
        -> ConversationPage
    {
        try await ask { try await $0.listConversations(limit: UInt32(clamping: limit), cursor: cursor) }
    }

    /// Conversations seen before, without asking the server.
    ///
    /// - Throws: ``FrontdeskError``: `.notLoggedIn`, `.storage`.
    /// - Since: 0.1.
    public func cachedConversations(limit: Int = 20) async throws(FrontdeskError) -> ConversationPage {
        try await ask { try await $0.cachedConversations(limit: UInt32(clamping: limit)) }
    }

    /// A conversation with its newest parts, or with those before `before` (a part's `seq`).
    ///
    /// - Throws: ``FrontdeskError``: `.notLoggedIn`, `.contentUnavailable` (`not_found`), `.unreachable`.
    /// - Since: 0.1.
    public func conversation(_ id: String, before: Int64? = nil) async throws(FrontdeskError) -> Conversation {
        try await ask { try await $0.conversation(id: try plain(id, "id"), before: before) }
    }

    /// A conversation as it was seen before, without asking the server; `nil` when it was not.
    ///
    /// - Throws: ``FrontdeskError``: `.notLoggedIn`, `.storage`.
    /// - Since: 0.1.
    public func cachedConversation(_ id: String, before: Int64? = nil) async throws(FrontdeskError) -> Conversation? {
        try await ask { try await $0.cachedConversation(id: try plain(id, "id"), before: before) }
    }

    /// Starts a conversation with words and shows it.
    ///
    /// - Throws: ``FrontdeskError``: `.notLoggedIn`, `.invalidInput`, `.storage`.
    /// - Since: 0.1.
    @discardableResult
    public func startConversation(_ body: String) async throws(FrontdeskError) -> SentPart {
        try await ask { try await $0.startConversation(body: try plain(body, "body")) }
    }

    /// Starts a conversation with words, files or both. What is on the screen stays.
    ///
    /// - Throws: ``FrontdeskError``: `.notLoggedIn`, `.invalidInput`, `.storage`.
    /// - Since: 0.1.
    @discardableResult
    public func startConversation(with first: NewReply) async throws(FrontdeskError) -> SentPart {
        try await ask { try await $0.startConversationWith(first: try first.checked()) }
    }

    /// Replies in a conversation. A closed one is opened again by it.
    ///
    /// - Throws: ``FrontdeskError``: `.notLoggedIn`, `.invalidInput`, `.storage`.
    /// - Since: 0.1.
    @discardableResult
    public func reply(to conversationID: String, _ reply: NewReply) async throws(FrontdeskError) -> SentPart {
        try await ask {
            try await $0.reply(conversationId: try plain(conversationID, "conversation_id"), reply: try reply.checked())
        }
    }

    /// Chooses one of the answers that a teammate or bot offered.
    ///
    /// - Throws: ``FrontdeskError``: `.notLoggedIn`, `.invalidInput`, `.storage`.
    /// - Since: 0.1.
    @discardableResult
    public func quickReply(to conversationID: String, _ quickReplyID: String) async throws(FrontdeskError) -> SentPart {
        try await ask {
            try await $0.quickReply(
                conversationId: try plain(conversationID, "conversation_id"),
                quickReplyId: try plain(quickReplyID, "quick_reply_id"))
        }
    }

    /// Everything in the conversation was read. False when there was nothing new to tell.
    ///
    /// - Throws: ``FrontdeskError``: `.notLoggedIn`, `.storage`.
    /// - Since: 0.1.
    @discardableResult
    public func markConversationRead(_ id: String) async throws(FrontdeskError) -> Bool {
        try await ask { try await $0.markConversationRead(id: try plain(id, "id")) }
    }

    /// Tells the teammates that the user is typing: at most once in 3 s, never stored, never repeated.
    ///
    /// - Throws: ``FrontdeskError``: `.notLoggedIn`.
    /// - Since: 0.1.
    public func sendTyping(in id: String) async throws(FrontdeskError) {
        try await ask { try await $0.sendTyping(id: try plain(id, "id")) }
    }

    /// What the user wrote in a conversation and did not send.
    ///
    /// - Throws: ``FrontdeskError``: `.notLoggedIn`, `.storage`.
    /// - Since: 0.1.
    public func draft(in id: String) async throws(FrontdeskError) -> String? {
        try await ask { try await $0.draft(id: try plain(id, "id")) }
    }

    /// Keeps what the user wrote and did not send; empty text forgets it.
    ///
    /// - Throws: ``FrontdeskError``: `.notLoggedIn`, `.storage`.
    /// - Since: 0.1.
    public func setDraft(_ text: String, in id: String) async throws(FrontdeskError) {
        try await ask { try await $0.setDraft(id: try plain(id, "id"), text: try plain(text, "text")) }
    }
}
