// The core's events as JavaScript hears them: `{"name": …, "data": {…}}`. Names in camel case, the members of `data`
// as in the core. Pure.
package dev.frontdesk.cordova

import dev.frontdesk.Author
import dev.frontdesk.core.DeliveryOutcome
import dev.frontdesk.core.FrontdeskEvent
import org.json.JSONObject

/** Another number of conversations holds something unread. */
internal fun unreadChanged(count: Long): JSONObject = event("unreadCountChanged", "count" to count)

/** The event for JavaScript; null for the unread count, which is told apart. */
internal fun eventOf(event: FrontdeskEvent): JSONObject? = when (event) {
    is FrontdeskEvent.SessionChanged -> event("sessionChanged", "state" to event.state.word)
    is FrontdeskEvent.Delivery -> deliveryOf(event)
    is FrontdeskEvent.ConversationChanged -> event("conversationChanged", "id" to event.id)
    is FrontdeskEvent.TokenRequired -> event("tokenRequired")
    is FrontdeskEvent.Waiting -> event("waiting", "code" to event.code, "retry_in_ms" to event.retryInMs)
    is FrontdeskEvent.MessengerStateChanged -> event("messengerStateChanged")
    is FrontdeskEvent.EmailSupplied -> event("emailSupplied")
    is FrontdeskEvent.Shown -> event("shown")
    is FrontdeskEvent.Hidden -> event("hidden")
    is FrontdeskEvent.UnreadChanged -> null
    is FrontdeskEvent.TicketChanged -> event("ticketChanged", "id" to event.id)
    is FrontdeskEvent.Typing ->
        event("typing", "conversation_id" to event.conversationId, "author" to authorOf(event.author))
    is FrontdeskEvent.FeedChanged -> event("feedChanged", "mode" to event.mode.word)
    is FrontdeskEvent.StoreRecovered ->
        event("storeRecovered", "salvaged" to event.salvaged, "kept_as" to event.keptAs)
}

/** The core's word for a value: `LOGGED_IN` is `logged_in`. */
internal val Enum<*>.word: String get() = name.lowercase()

private fun event(name: String, vararg data: Pair<String, Any?>): JSONObject {
    val members = JSONObject()
    data.forEach { (key, value) -> members.putOpt(key, value) }
    return JSONObject().put("name", name).put("data", members)
}

private fun deliveryOf(event: FrontdeskEvent.Delivery): JSONObject {
    val outcome = event.outcome
    val rejected = outcome as? DeliveryOutcome.Rejected
    return event(
        "delivery",
        "operation" to event.id,
        "kind" to event.kind.word,
        "outcome" to wordOf(outcome),
        "code" to rejected?.code,
        "field" to rejected?.field,
        "into" to (outcome as? DeliveryOutcome.Coalesced)?.into,
    )
}

private fun wordOf(outcome: DeliveryOutcome): String = when (outcome) {
    is DeliveryOutcome.Delivered -> "delivered"
    is DeliveryOutcome.Rejected -> "rejected"
    is DeliveryOutcome.Expired -> "expired"
    is DeliveryOutcome.Damaged -> "damaged"
    is DeliveryOutcome.Coalesced -> "coalesced"
    is DeliveryOutcome.Purged -> "purged"
}

private fun authorOf(author: Author): JSONObject =
    JSONObject().put("type", author.kind.word).putOpt("name", author.name)
