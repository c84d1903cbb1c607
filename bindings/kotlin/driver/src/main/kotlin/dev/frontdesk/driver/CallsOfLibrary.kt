/*
 * Help center, content, receipts, tickets and news.
 */
package dev.frontdesk.driver

import dev.frontdesk.Answer
import dev.frontdesk.JsonText
import dev.frontdesk.LiveKind
import dev.frontdesk.Reaction
import dev.frontdesk.ReceiptEvent
import dev.frontdesk.ReceiptKind
import dev.frontdesk.core.AnswerValue

fun libraryCall(name: String, members: Members): Call? = when (name) {
    "fetch_help_center_collections" -> Call.Network { shown(it.fetchHelpCenterCollections()) }
    "fetch_help_center_collection" ->
        members.neededText("id").let { id -> Call.Network { shown(it.fetchHelpCenterCollection(id)) } }
    "search_help_center" ->
        members.neededText("term").let { term -> Call.Network { shown(it.searchHelpCenter(term)) } }
    "article" -> members.neededText("id").let { id -> Call.Network { shown(it.article(id)) } }
    "react_to_article" -> {
        val id = members.neededText("id")
        val reaction = members.word("reaction", words<Reaction>())
        Call.Network { delivery(it.reactToArticle(id, reaction)) }
    }
    "live_content" -> {
        val kind = members.word("kind", words<LiveKind>() - "unknown")
        val id = members.neededText("id")
        Call.Network { shown(it.liveContent(kind, id)) }
    }
    "send_receipt" -> {
        val kind = members.word("kind", words<ReceiptKind>())
        val id = members.neededText("id")
        val event = members.word("event", words<ReceiptEvent>())
        val answers = answers(members.take("answers"))
        Call.Store { json("id" to it.sendReceipt(kind, id, event, answers)) }
    }
    "list_tickets" -> {
        val limit = limit(members)
        val cursor = members.text("cursor")
        Call.Network { shown(it.listTickets(limit, cursor)) }
    }
    "ticket" -> members.neededText("id").let { id -> Call.Network { shown(it.ticket(id)) } }
    "ticket_types" -> Call.Network { shown(it.ticketTypes()) }
    "create_ticket" -> {
        val type = members.neededText("type_id")
        val attributes = JsonText(members.take("attributes")?.text ?: "{}")
        Call.Network { desk ->
            desk.createTicket(type, attributes).let { ticket ->
                json("ticket_id" to ticket.ticketId, "delivery" to delivery(ticket.delivery))
            }
        }
    }
    "list_news" -> members.text("cursor").let { cursor -> Call.Network { shown(it.listNews(cursor)) } }
    else -> null
}

private fun answers(raw: Raw?): List<Answer> {
    val wrong = Fault("wrong_type", "answers", "must be a list of question_id and value")
    if (raw == null) return emptyList()
    return (Scan(raw.text).elements() ?: throw wrong).map { one ->
        val all = (Scan(one.text).members() ?: throw wrong).associate { (key, value) -> key.decoded() to value }
        val question = all["question_id"]?.decoded() ?: throw wrong
        Answer(question, answer(all["value"] ?: throw wrong) ?: throw wrong)
    }
}

private fun answer(raw: Raw): AnswerValue? = when (raw.text[0]) {
    't', 'f' -> AnswerValue.Bool(raw.text == "true")
    '"' -> raw.decoded()?.let(AnswerValue::Text)
    '[' -> Scan(raw.text).elements()?.map { it.decoded() ?: return null }?.let(AnswerValue::Choices)
    '{', 'n' -> null
    else -> AnswerValue.Number(raw.text.toDouble())
}
