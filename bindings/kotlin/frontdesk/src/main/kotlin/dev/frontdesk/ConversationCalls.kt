/*
 * Conversations: read, written, read again.
 *
 * One room of `Frontdesk`, which says what holds for every call. Each suspend function has a form with a callback.
 * Whatever was seen once can be read without a network; what is written without one is delivered later.
 */
package dev.frontdesk

/** Conversations of a page when the app does not say. */
private const val PAGE = 20

/**
 * The calls about conversations. An app uses [Frontdesk].
 *
 * @since 0.1
 */
public sealed class ConversationCalls(calls: Calls) : MessengerCalls(calls) {
    /** One page of conversations, newest first; from what was seen before when the server cannot be asked. */
    @JvmSynthetic
    public suspend fun listConversations(limit: Int = PAGE, cursor: String? = null): ConversationPage {
        wholeOrNull("cursor", cursor)
        return calls.wait { listConversations(pageSize(limit), cursor) }
    }

    /** [listConversations] with a callback. */
    public fun listConversations(limit: Int, cursor: String?, callback: FrontdeskCallback<ConversationPage>?): Unit =
        calls.answer(callback) { listConversations(limit, cursor) }

    /** The conversations that were seen before, without asking the server. */
    @JvmSynthetic
    public suspend fun cachedConversations(limit: Int = PAGE): ConversationPage =
        calls.wait { cachedConversations(pageSize(limit)) }

    /** [cachedConversations] with a callback. */
    public fun cachedConversations(limit: Int, callback: FrontdeskCallback<ConversationPage>?): Unit =
        calls.answer(callback) { cachedConversations(limit) }

    /**
     * A conversation with one page of its parts.
     *
     * @param before `previous` of the page before, for older parts
     * @throws FrontdeskException `not_found`
     */
    @JvmSynthetic
    public suspend fun conversation(id: String, before: Long? = null): Conversation {
        whole("conversation_id", id)
        return calls.wait { conversation(id, before) }
    }

    /** [conversation] with a callback. */
    public fun conversation(id: String, before: Long?, callback: FrontdeskCallback<Conversation>?): Unit =
        calls.answer(callback) { conversation(id, before) }

    /** A conversation as it was seen before, without asking the server; null when it never was. */
    @JvmSynthetic
    public suspend fun cachedConversation(id: String, before: Long? = null): Conversation? {
        whole("conversation_id", id)
        return calls.wait { cachedConversation(id, before) }
    }

    /** [cachedConversation] with a callback. */
    public fun cachedConversation(id: String, before: Long?, callback: FrontdeskCallback<Conversation?>?): Unit =
        calls.answer(callback) { cachedConversation(id, before) }

    /** Starts a conversation with [body] and shows it. */
    @JvmSynthetic
    public suspend fun startConversation(body: String): SentPart {
        whole("body", body)
        return calls.wait { startConversation(body) }
    }

    /** [startConversation] with a callback. */
    public fun startConversation(body: String, callback: FrontdeskCallback<SentPart>?): Unit =
        calls.answer(callback) { startConversation(body) }

    /** Starts a conversation with words, files or both, without showing it. */
    @JvmSynthetic
    public suspend fun startConversationWith(first: NewReply): SentPart {
        checked(first)
        return calls.wait { startConversationWith(first) }
    }

    /** [startConversationWith] with a callback. */
    public fun startConversationWith(first: NewReply, callback: FrontdeskCallback<SentPart>?): Unit =
        calls.answer(callback) { startConversationWith(first) }

    /** Writes into a conversation: words, files or both. */
    @JvmSynthetic
    public suspend fun reply(conversationId: String, reply: NewReply): SentPart {
        whole("conversation_id", conversationId)
        checked(reply)
        return calls.wait { reply(conversationId, reply) }
    }

    /** [reply] with a callback. */
    public fun reply(conversationId: String, reply: NewReply, callback: FrontdeskCallback<SentPart>?): Unit =
        calls.answer(callback) { reply(conversationId, reply) }

    /** Answers with one of the answers that the newest part offers. */
    @JvmSynthetic
    public suspend fun quickReply(conversationId: String, quickReplyId: String): SentPart {
        whole("conversation_id", conversationId)
        whole("quick_reply_id", quickReplyId)
        return calls.wait { quickReply(conversationId, quickReplyId) }
    }

    /** [quickReply] with a callback. */
    public fun quickReply(conversationId: String, quickReplyId: String, callback: FrontdeskCallback<SentPart>?): Unit =
        calls.answer(callback) { quickReply(conversationId, quickReplyId) }

    /**
     * Says that everything in a conversation was read.
     *
     * @return false when there was nothing unread
     */
    @JvmSynthetic
    public suspend fun markConversationRead(id: String): Boolean {
        whole("conversation_id", id)
        return calls.wait { markConversationRead(id) }
    }

    /** [markConversationRead] with a callback. */
    public fun markConversationRead(id: String, callback: FrontdeskCallback<Boolean>?): Unit =
        calls.answer(callback) { markConversationRead(id) }

    /** Tells the teammates that the user is writing. Lost when the server cannot be reached. */
    @JvmSynthetic
    public suspend fun sendTyping(id: String) {
        whole("conversation_id", id)
        calls.wait { sendTyping(id) }
    }

    /** [sendTyping] with a callback. */
    public fun sendTyping(id: String, callback: FrontdeskCallback<Unit>?): Unit =
        calls.answer(callback) { sendTyping(id) }

    /** What was being written in a conversation; null when nothing was. */
    @JvmSynthetic
    public suspend fun draft(id: String): String? {
        whole("conversation_id", id)
        return calls.wait { draft(id) }
    }

    /** [draft] with a callback. */
    public fun draft(id: String, callback: FrontdeskCallback<String?>?): Unit = calls.answer(callback) { draft(id) }

    /** Keeps what is being written in a conversation, on this device alone; an empty text forgets it. */
    @JvmSynthetic
    public suspend fun setDraft(id: String, text: String) {
        whole("conversation_id", id)
        whole("text", text)
        calls.wait { setDraft(id, text) }
    }

    /** [setDraft] with a callback. */
    public fun setDraft(id: String, text: String, callback: FrontdeskCallback<Unit>?): Unit =
        calls.answer(callback) { setDraft(id, text) }

    /** How many conversations hold something unread, asked from the server; [Frontdesk.unreadCount] keeps it. */
    @JvmSynthetic
    public suspend fun fetchUnreadConversationCount(): Long = calls.wait { fetchUnreadConversationCount() }

    /** [fetchUnreadConversationCount] with a callback. */
    public fun fetchUnreadConversationCount(callback: FrontdeskCallback<Long>?): Unit =
        calls.answer(callback) { fetchUnreadConversationCount() }

    /** How many conversations hold something unread, as far as this device knows. Answers from memory. */
    public fun unreadConversationCount(): Long = calls.read { unreadConversationCount() }
}

private fun checked(reply: NewReply) {
    whole("body", reply.body)
    reply.attachments.forEachIndexed { index, file ->
        whole("attachments[$index].name", file.name)
        whole("attachments[$index].content_type", file.contentType)
    }
}

/** A page of less than nothing is an empty one. */
internal fun pageSize(limit: Int): UInt = limit.coerceAtLeast(0).toUInt()
