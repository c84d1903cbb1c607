/*
 * Help center, content, receipts, tickets and news.
 *
 * One room of `Frontdesk`, which says what holds for every call. Each suspend function has a form with a callback.
 * Whatever was seen once can be read without a network.
 */
package dev.frontdesk

import dev.frontdesk.core.AnswerValue
import dev.frontdesk.core.Delivery

/** Tickets of a page when the app does not say. */
private const val PAGE = 20

/**
 * The calls about what the workspace has written. An app uses [Frontdesk].
 *
 * @since 0.1
 */
public sealed class LibraryCalls(calls: Calls) : ConversationCalls(calls) {
    /** The help center's collections. */
    @JvmSynthetic
    public suspend fun fetchHelpCenterCollections(): List<HelpCenterCollection> =
        calls.wait { fetchHelpCenterCollections() }

    /** [fetchHelpCenterCollections] with a callback. */
    public fun fetchHelpCenterCollections(callback: FrontdeskCallback<List<HelpCenterCollection>>?): Unit =
        calls.answer(callback) { fetchHelpCenterCollections() }

    /**
     * What is in a collection.
     *
     * @throws FrontdeskException `not_found`
     */
    @JvmSynthetic
    public suspend fun fetchHelpCenterCollection(id: String): HelpCenterCollectionContent {
        whole("collection_id", id)
        return calls.wait { fetchHelpCenterCollection(id) }
    }

    /** [fetchHelpCenterCollection] with a callback. */
    public fun fetchHelpCenterCollection(id: String, callback: FrontdeskCallback<HelpCenterCollectionContent>?): Unit =
        calls.answer(callback) { fetchHelpCenterCollection(id) }

    /** Articles about [term]; those on this device when the server cannot be asked. */
    @JvmSynthetic
    public suspend fun searchHelpCenter(term: String): List<HelpCenterSearchResult> {
        whole("term", term)
        return calls.wait { searchHelpCenter(term) }
    }

    /** [searchHelpCenter] with a callback. */
    public fun searchHelpCenter(term: String, callback: FrontdeskCallback<List<HelpCenterSearchResult>>?): Unit =
        calls.answer(callback) { searchHelpCenter(term) }

    /**
     * An article in the messenger's language.
     *
     * @throws FrontdeskException `not_found`, `content_not_live`
     */
    @JvmSynthetic
    public suspend fun article(id: String): Article {
        whole("article_id", id)
        return calls.wait { article(id) }
    }

    /** [article] with a callback. */
    public fun article(id: String, callback: FrontdeskCallback<Article>?): Unit = calls.answer(callback) { article(id) }

    /** Says how an article was found to be. */
    @JvmSynthetic
    public suspend fun reactToArticle(id: String, reaction: Reaction): Delivery {
        whole("article_id", id)
        return calls.wait { reactToArticle(id, reaction) }
    }

    /** [reactToArticle] with a callback. */
    public fun reactToArticle(id: String, reaction: Reaction, callback: FrontdeskCallback<Delivery>?): Unit =
        calls.answer(callback) { reactToArticle(id, reaction) }

    /**
     * A piece of content by its reference, if it is live and meant for this user.
     *
     * @throws FrontdeskException `content_not_live`, `content_not_targeted`, `not_found`
     */
    @JvmSynthetic
    public suspend fun content(content: ContentRef): LiveContent {
        content.ids.forEach { whole("id", it) }
        return calls.wait { content(content) }
    }

    /** [content] with a callback. */
    public fun content(content: ContentRef, callback: FrontdeskCallback<LiveContent>?): Unit =
        calls.answer(callback) { content(content) }

    /** A piece of content by kind and id, of the kinds that show themselves too. */
    @JvmSynthetic
    public suspend fun liveContent(kind: LiveKind, id: String): LiveContent {
        whole("id", id)
        return calls.wait { liveContent(kind, id) }
    }

    /** [liveContent] with a callback. */
    public fun liveContent(kind: LiveKind, id: String, callback: FrontdeskCallback<LiveContent>?): Unit =
        calls.answer(callback) { liveContent(kind, id) }

    /**
     * Tells what became of content that was shown; durably stored and delivered once.
     *
     * @param answers what was answered, for a survey
     */
    @JvmSynthetic
    public suspend fun sendReceipt(
        kind: ReceiptKind,
        id: String,
        event: ReceiptEvent,
        answers: List<Answer> = emptyList(),
    ): OperationId {
        whole("id", id)
        answers.forEachIndexed { index, answer -> checked("answers[$index]", answer) }
        return calls.write { sendReceipt(kind, id, event, answers) }
    }

    /** [sendReceipt] with a callback. */
    public fun sendReceipt(
        kind: ReceiptKind,
        id: String,
        event: ReceiptEvent,
        answers: List<Answer>,
        callback: FrontdeskCallback<OperationId>?,
    ): Unit = calls.answer(callback) { sendReceipt(kind, id, event, answers) }

    /** One page of the user's tickets, newest first. */
    @JvmSynthetic
    public suspend fun listTickets(limit: Int = PAGE, cursor: String? = null): TicketPage {
        wholeOrNull("cursor", cursor)
        return calls.wait { listTickets(pageSize(limit), cursor) }
    }

    /** [listTickets] with a callback. */
    public fun listTickets(limit: Int, cursor: String?, callback: FrontdeskCallback<TicketPage>?): Unit =
        calls.answer(callback) { listTickets(limit, cursor) }

    /** One ticket of the user. */
    @JvmSynthetic
    public suspend fun ticket(id: String): Ticket {
        whole("ticket_id", id)
        return calls.wait { ticket(id) }
    }

    /** [ticket] with a callback. */
    public fun ticket(id: String, callback: FrontdeskCallback<Ticket>?): Unit = calls.answer(callback) { ticket(id) }

    /** The kinds of tickets that can be made, with their forms. */
    @JvmSynthetic
    public suspend fun ticketTypes(): List<TicketType> = calls.wait { ticketTypes() }

    /** [ticketTypes] with a callback. */
    public fun ticketTypes(callback: FrontdeskCallback<List<TicketType>>?): Unit =
        calls.answer(callback) { ticketTypes() }

    /** Makes a ticket; [attributes] is its form, by the names of the form's fields. */
    @JvmSynthetic
    public suspend fun createTicket(typeId: String, attributes: Map<String, Any?> = emptyMap()): SentTicket {
        whole("ticket_type_id", typeId)
        val json = jsonText("attributes", attributes)
        return calls.wait { createTicket(typeId, json) }
    }

    /** [createTicket] with a callback. */
    public fun createTicket(
        typeId: String,
        attributes: Map<String, Any?>,
        callback: FrontdeskCallback<SentTicket>?,
    ): Unit = calls.answer(callback) { createTicket(typeId, attributes) }

    /** The same with [attributes] as JSON. */
    @JvmSynthetic
    public suspend fun createTicket(typeId: String, attributes: JsonText): SentTicket {
        whole("ticket_type_id", typeId)
        return calls.wait { createTicket(typeId, attributes.whole) }
    }

    /** [createTicket] with JSON and a callback. */
    public fun createTicket(typeId: String, attributes: JsonText, callback: FrontdeskCallback<SentTicket>?): Unit =
        calls.answer(callback) { createTicket(typeId, attributes) }

    /** One page of news, newest first. */
    @JvmSynthetic
    public suspend fun listNews(cursor: String? = null): NewsPage {
        wholeOrNull("cursor", cursor)
        return calls.wait { listNews(cursor) }
    }

    /** [listNews] with a callback. */
    public fun listNews(cursor: String?, callback: FrontdeskCallback<NewsPage>?): Unit =
        calls.answer(callback) { listNews(cursor) }
}

private fun checked(path: String, answer: Answer) {
    whole("$path.question_id", answer.questionId)
    when (val value = answer.value) {
        is AnswerValue.Text -> whole("$path.value", value.v1)
        is AnswerValue.Choices -> value.v1.forEach { whole("$path.value", it) }
        is AnswerValue.Bool, is AnswerValue.Number -> Unit
    }
}
