/*
 * The package's values, errors and events as JSON, in the core's own words.
 *
 * Guarantees: the words are those of `frontdesk drive`, so that one scenario fits every language; an error always has
 * `code`, `message` and `field` (null when there is none). Pure, on any thread.
 */
package dev.frontdesk.driver

import dev.frontdesk.FrontdeskException
import dev.frontdesk.LoginResult
import dev.frontdesk.Pending
import dev.frontdesk.UpdateQuota
import dev.frontdesk.core.Delivery
import dev.frontdesk.core.DeliveryOutcome
import dev.frontdesk.core.FrontdeskEvent
import dev.frontdesk.core.Presentation
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/** An object out of its members. */
fun json(vararg members: Pair<String, Any?>): JsonObject =
    JsonObject(members.associate { (key, value) -> key to shown(value) })

/** JSON that came as text. */
fun parsed(text: String): JsonElement = Json.parseToJsonElement(text)

/** An error of the package. */
fun faultOf(error: FrontdeskException): JsonObject {
    val all = linkedMapOf<String, Any?>(
        "code" to error.code,
        "message" to error.message,
        "field" to error.field?.ifEmpty { null },
    )
    error.limit?.let { all["limit"] = it }
    all["temporary"] = error.isTemporary
    if (error is FrontdeskException.ContentUnavailable) {
        all["status"] = error.status
        all["user_message"] = error.userMessage
    }
    if (error is FrontdeskException.Unreachable) error.retryAfterMillis?.let { all["retry_after_ms"] = it }
    return json(*all.toList().toTypedArray())
}

/** Input that breaks a rule of the protocol. */
fun faultOf(fault: Fault): JsonObject {
    val all = linkedMapOf<String, Any?>(
        "code" to fault.code,
        "message" to fault.message,
        "field" to fault.field.ifEmpty { null },
    )
    fault.limit?.let { all["limit"] = it }
    all["temporary"] = false
    return json(*all.toList().toTypedArray())
}

fun login(login: LoginResult): JsonElement = ignoring(
    login.ignored,
    "contact_id" to login.contactId,
    "merged" to login.merged,
    "from_stored_session" to login.fromStoredSession,
    "rejected" to login.rejected,
)

fun delivery(delivery: Delivery, ignored: List<String> = emptyList()): JsonElement = when (delivery) {
    is Delivery.Delivered -> ignoring(ignored, "delivery" to "delivered", "rejected" to delivery.rejected)
    is Delivery.Queued -> ignoring(ignored, "delivery" to "queued")
}

/** Keys that were no attribute, when there were any. */
private fun ignoring(ignored: List<String>, vararg members: Pair<String, Any?>): JsonElement =
    if (ignored.isEmpty()) json(*members) else json(*members, "ignored" to ignored)

fun presentation(what: Presentation): JsonElement = when (what) {
    is Presentation.Space -> json("space" to what.space)
    is Presentation.Content -> json(
        "type" to what.content.kind,
        "id" to what.content.ids.firstOrNull(),
        "ids" to what.content.ids,
        "title" to what.title,
    )
    is Presentation.Composer -> json("composer" to json("prefilled" to what.prefilled))
    is Presentation.View -> json("view" to what.view)
}

fun pending(pending: Pending): JsonElement = json(
    "queued" to pending.queued,
    "oldest_ms" to pending.oldestMs,
    "waiting_for" to pending.waitingFor,
    "rejected" to pending.rejected.map { one ->
        json(
            "id" to one.id,
            "kind" to one.kind,
            "code" to one.code,
            "field" to one.field,
            "created_ms" to one.createdMs,
            "rejected_ms" to one.rejectedMs,
            "body" to (runCatching { parsed(one.body) }.getOrNull() ?: JsonPrimitive(one.body)),
        )
    },
    "rejected_count" to pending.rejectedCount,
)

fun quota(quota: UpdateQuota): JsonElement = json(
    "limit" to quota.limit,
    "remaining" to quota.remaining,
    "next_in_ms" to quota.nextInMs,
    "resets_in_ms" to quota.resetsInMs,
    "held" to quota.held,
)

/** An event as its line; null for one that the protocol does not know. */
fun event(event: FrontdeskEvent): JsonElement? = when (event) {
    is FrontdeskEvent.SessionChanged -> json("event" to "session_changed", "state" to event.state)
    is FrontdeskEvent.Delivery -> deliveryEvent(event)
    is FrontdeskEvent.ConversationChanged -> json("event" to "conversation_changed", "id" to event.id)
    is FrontdeskEvent.TokenRequired -> json("event" to "token_required")
    is FrontdeskEvent.Waiting ->
        json("event" to "waiting", "code" to event.code, "retry_in_ms" to event.retryInMs)
    is FrontdeskEvent.MessengerStateChanged -> json("event" to "messenger_state_changed")
    is FrontdeskEvent.EmailSupplied -> null
    is FrontdeskEvent.Shown -> json("event" to "shown")
    is FrontdeskEvent.Hidden -> json("event" to "hidden")
    is FrontdeskEvent.UnreadChanged -> json("event" to "unread_changed", "count" to event.count)
    is FrontdeskEvent.TicketChanged -> json("event" to "ticket_changed", "id" to event.id)
    is FrontdeskEvent.Typing ->
        json("event" to "typing", "conversation_id" to event.conversationId, "author" to event.author)
    is FrontdeskEvent.FeedChanged -> json("event" to "feed_changed", "mode" to event.mode)
    is FrontdeskEvent.StoreRecovered ->
        json("event" to "store_recovered", "salvaged" to event.salvaged, "kept_as" to event.keptAs)
}

private fun deliveryEvent(event: FrontdeskEvent.Delivery): JsonElement {
    val all = linkedMapOf<String, Any?>("event" to "delivery", "id" to event.id, "kind" to event.kind)
    all["outcome"] = snake(event.outcome.javaClass.simpleName)
    (event.outcome as? DeliveryOutcome.Rejected)?.let { rejected ->
        all["code"] = rejected.code
        rejected.field?.let { all["field"] = it }
    }
    return json(*all.toList().toTypedArray())
}

/** Nothing to say. */
val NOTHING: JsonElement = JsonNull
