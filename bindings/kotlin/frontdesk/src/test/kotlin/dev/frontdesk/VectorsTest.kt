/*
 * The shared cases that concern whoever accepts input, through the package's own functions.
 *
 * Where a function of the package says only "refused", the binding's check functions say what would be sent.
 */
package dev.frontdesk

import dev.frontdesk.core.checkAttributes
import dev.frontdesk.core.checkEventName
import dev.frontdesk.core.checkMetadata
import kotlinx.coroutines.runBlocking
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.contentOrNull
import kotlinx.serialization.json.int
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import org.junit.jupiter.api.Test

class VectorsTest {
    @Test
    fun `every case of attributes holds`() = withDesk { desk ->
        Vectors("attributes.json").run("cases", setOf("input", "wire", "ignored", "identity", "error")) { case ->
            val input = case.built("input")
            val judged = case.judged { checked(input) } ?: if (case.has("error")) {
                // The call itself refuses alike, and for the input before anything else.
                attributes(input)?.let { case.judged { runBlocking { desk.updateUser(it) } } }
            } else {
                null
            }
            judged ?: if (case.has("wire")) sameAttributes(case, input) else null
        }
    }

    @Test
    fun `every case of limits holds`() = withDesk { desk ->
        val vectors = Vectors("limits.json")
        vectors.run("event_names", setOf("text", "error")) { case ->
            case.judged { name(case.text("text")) }
        }
        vectors.run("metadata", setOf("json", "value", "wire", "error", "any_of")) { case ->
            val json = if (case.has("json")) JsonText(case.text("json")).whole else null
            val judged = case.judged { metadata(json ?: mapJson(case.built("value"))) }
            judged ?: case["wire"]?.let { wire ->
                val sent = metadata(json ?: mapJson(case.built("value")))
                if (sent == wire.jsonPrimitive.content) null else "sends $sent"
            }
        }
        vectors.run("numbers", setOf("number", "error")) { case ->
            val number = case.text("number").toDouble()
            case.judged { metadata(jsonText("metadata", mapOf("a" to number))) }
                ?: case.judged { checked(mapOf("custom_attributes" to mapOf("a" to number))) }
        }
        vectors.run("attributes", setOf("input", "error")) { case ->
            val input = case.built("input")
            case.judged { checked(input) }
                ?: if (case.has("error")) case.judged { runBlocking { desk.updateUser(attributes(input)!!) } } else null
        }
    }

    @Test
    fun `every case of text holds`() {
        val vectors = Vectors("text.json")
        vectors.run("names", setOf("text", "error")) { case ->
            val text = case.text("text")
            case.judged { name(text) }
                ?: case.judged { checked(mapOf("user_id" to text)) }
                ?: case.judged { Frontdesk.contentRef(mapOf("type" to "SURVEY", "id" to text)) }
                ?: case.judged { checked(mapOf("custom_attributes" to mapOf(text to 1))) }
                ?: case.judged { metadata(jsonText("metadata", mapOf(text to 1))) }
        }
        vectors.run("values", setOf("text", "error")) { case ->
            val text = case.text("text")
            case.judged { checked(mapOf("name" to text)) }
                ?: case.judged { checked(mapOf("custom_attributes" to mapOf("a" to text))) }
                ?: case.judged { metadata(jsonText("metadata", mapOf("a" to listOf(text)))) }
        }
        vectors.run("json", setOf("json", "hex", "error")) { case ->
            // Bytes that are no UTF-8 cannot be said in Kotlin.
            if (case.has("hex")) return@run null
            val error = runCatching { Frontdesk.contentRef(JsonText(case.text("json"))) }.exceptionOrNull()
            // Good JSON that is no reference fails later, with a code of another kind.
            if (case.has("error")) case.judged { throw error!! } else notOfJson(error as FrontdeskException?)
        }
        vectors.run("utf16", setOf("units", "text", "error")) { case ->
            val units = case["units"]!!.jsonArray.map { it.jsonPrimitive.int.toChar() }
            val text = String(units.toCharArray())
            case.judged { name(text) }
                ?: case.judged { checked(mapOf("name" to text)) }
                ?: case.judged { metadata(jsonText("metadata", mapOf("a" to text))) }
        }
    }

    @Test
    fun `every case of content holds`() {
        val vectors = Vectors("content.json")
        vectors.run("spaces", setOf("text", "space", "error")) { case ->
            case.judged { Frontdesk.space(case.text("text")) } ?: case["space"]?.let { space ->
                val found = Frontdesk.space(case.text("text")).name
                if (found == space.jsonPrimitive.content) null else "is $found"
            }
        }
        vectors.run("contents", setOf("input", "content", "error")) { case ->
            // What is no map cannot be said in Kotlin but as text.
            val text = JsonText(shapeText(case.built("input")))
            val judged = case.judged { Frontdesk.contentRef(text) }
            judged ?: case["content"]?.jsonObject?.let { content ->
                val found = Frontdesk.contentRef(text)
                val ids = content.getValue("ids").jsonArray.map { it.jsonPrimitive.content }
                val same = found.kind.name == content.getValue("type").jsonPrimitive.content && found.ids == ids
                if (same) null else "is $found"
            }
        }
    }

    @Test
    fun `every case of push holds`() = withDesk { desk ->
        Vectors("push.json").run("cases", setOf("payload", "ours", "message")) { case ->
            val payload = case.built("payload")
            val ours = case["ours"]!!.jsonPrimitive.content.toBoolean()
            val found = desk.handlePush(JsonText(payloadText(payload)))
            val expected = case["message"]
            val message = if (expected == null || expected is JsonNull) null else expected.jsonObject
            val same = found?.conversationId == message?.get("conversation_id")?.jsonPrimitive?.contentOrNull &&
                found?.partId == message?.get("part_id")?.jsonPrimitive?.contentOrNull &&
                found?.seq?.toString() == message?.get("seq")?.jsonPrimitive?.contentOrNull &&
                found?.unread?.toString() == message?.get("unread")?.jsonPrimitive?.contentOrNull
            val map = attributes(payload)
            when {
                !same -> "says $found"
                map != null && Frontdesk.isFrontdeskPush(map) != ours -> "is not told apart"
                map != null && desk.handlePush(map) != found -> "is another as a map"
                else -> null
            }
        }
    }

    @Test
    fun `every case of bridge holds`() {
        Vectors("bridge.json").run("cases", setOf("message", "text", "code", "field", "id")) { case ->
            val message = if (case.has("text")) case.text("text") else jsonText("", value(case["message"] ?: JsonNull))
            // A client of its own, for which no id was used before.
            val answer = withDesk { desk -> Json.parseToJsonElement(desk.bridgeRequest(message)).jsonObject }
            val error = answer.getValue("error").jsonObject
            fun text(name: String) = case[name]?.jsonPrimitive?.contentOrNull
            val same = error["code"]?.jsonPrimitive?.content == text("code") &&
                error["field"]?.jsonPrimitive?.contentOrNull == text("field") &&
                answer["id"]?.jsonPrimitive?.contentOrNull == text("id")
            if (same) null else "got $answer"
        }
    }

    private fun notOfJson(error: FrontdeskException?): String? = error?.code?.takeIf {
        it in setOf(
            "invalid_json", "invalid_text", "duplicate_key", "not_finite", "number_out_of_range", "too_deep",
            "json_too_large",
        )
    }

    private fun name(text: String) = contained({ false }) { checkEventName(whole("name", text)) }

    private fun metadata(json: String): String = contained({ false }) { checkMetadata(json) }

    private fun mapJson(value: Any?): String = jsonText("metadata", value)

    private fun checked(input: Any?) = contained({ false }) { checkAttributes(shapeText(input)) }

    @Suppress("UNCHECKED_CAST")
    private fun attributes(input: Any?): Map<String, Any?>? = input as? Map<String, Any?>

    private fun sameAttributes(case: Case, input: Any?): String? {
        val found = checked(input)
        val ignored = case["ignored"]?.jsonArray?.map { it.jsonPrimitive.content }.orEmpty()
        val identity = case["identity"]
        fun who(key: String) = (identity as? JsonObject)?.get(key)?.jsonPrimitive?.contentOrNull
        return when {
            found.wireJson != case["wire"].toString() -> "sends ${found.wireJson}"
            found.ignored != ignored -> "ignores ${found.ignored}"
            identity != null && (found.userId != who("user_id") || found.email != who("email")) -> "is somebody else"
            else -> null
        }
    }
}
