/*
 * Any record of the package as the core serializes it.
 *
 * The records are plain data made from the core's own definitions, so their members are read as they stand and named as
 * in the core; what differs from that rule stands in the tables below. Pure, on any thread.
 */
package dev.frontdesk.driver

import dev.frontdesk.Article
import dev.frontdesk.Author
import dev.frontdesk.ContentKind
import dev.frontdesk.HelpCenterArticle
import dev.frontdesk.HelpCenterCollection
import dev.frontdesk.HelpCenterCollectionContent
import dev.frontdesk.HelpCenterSearchResult
import dev.frontdesk.LiveContent
import dev.frontdesk.MessengerState
import dev.frontdesk.Part
import dev.frontdesk.Space
import dev.frontdesk.Ticket
import dev.frontdesk.TicketAttribute
import dev.frontdesk.core.MessengerView
import dev.frontdesk.core.PartDelivery
import java.lang.reflect.Modifier
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/** Records under the documented keys, which are in camel case. */
private val CAMEL = setOf(
    HelpCenterArticle::class.java,
    HelpCenterCollection::class.java,
    HelpCenterCollectionContent::class.java,
    HelpCenterSearchResult::class.java,
)

/** Records whose `kind` is called `type`. */
private val TYPED = setOf(Author::class.java, TicketAttribute::class.java)

/** Members that are left out when they say nothing. */
private val SILENT = mapOf(
    Part::class.java to setOf("quickReplies", "delivery"),
    Article::class.java to setOf("fromCache"),
    Ticket::class.java to setOf("fromCache"),
    LiveContent::class.java to setOf("fromCache"),
    TicketAttribute::class.java to setOf("options"),
    HelpCenterCollection::class.java to setOf("summary"),
    HelpCenterCollectionContent::class.java to setOf("summary"),
    HelpCenterSearchResult::class.java to setOf("summary"),
)

/** The value as JSON. */
fun shown(value: Any?): JsonElement = when (value) {
    null -> JsonNull
    is JsonElement -> value
    is String -> JsonPrimitive(value)
    is Number -> JsonPrimitive(value)
    is Boolean -> JsonPrimitive(value)
    is ContentKind, is Space -> JsonPrimitive(value.name)
    is Enum<*> -> JsonPrimitive(value.name.lowercase())
    is List<*> -> JsonArray(value.map(::shown))
    is MessengerState -> parsed(value.json)
    is PartDelivery -> tagged("status", value)
    is MessengerView -> tagged("name", value)
    else -> JsonObject(members(value))
}

/** A variant: its name under [key], then its members. */
private fun tagged(key: String, variant: Any): JsonElement =
    JsonObject(mapOf(key to JsonPrimitive(snake(variant.javaClass.simpleName))) + members(variant))

private fun members(record: Any): Map<String, JsonElement> {
    val kind = record.javaClass
    val all = LinkedHashMap<String, JsonElement>()
    for (member in kind.declaredFields) {
        if (Modifier.isStatic(member.modifiers)) continue
        member.isAccessible = true
        val value = member.get(record)
        if (member.name in SILENT[kind].orEmpty() && saysNothing(value)) continue
        when {
            member.name.endsWith("Json") ->
                all[snake(member.name.removeSuffix("Json"))] = parsed(value as String)
            member.name == "kind" && kind in TYPED -> all["type"] = shown(value)
            kind in CAMEL -> all[member.name] = shown(value)
            else -> all[snake(member.name)] = shown(value)
        }
    }
    return all
}

private fun saysNothing(value: Any?): Boolean = when (value) {
    null, false, is PartDelivery.Sent -> true
    is List<*> -> value.isEmpty()
    is String -> value.isBlank()
    else -> false
}

/** `quickReplies` and `QuickReplies` as `quick_replies`. */
fun snake(name: String): String =
    name.replace(Regex("(?<!^)[A-Z]")) { "_" + it.value }.lowercase()
