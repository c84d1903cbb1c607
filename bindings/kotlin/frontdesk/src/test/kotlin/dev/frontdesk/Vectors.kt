/*
 * The shared cases of `contract/vectors`: read strictly, all run, all failures told by name.
 */
package dev.frontdesk

import java.io.File
import java.math.BigInteger
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.boolean
import kotlinx.serialization.json.int
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import org.junit.jupiter.api.Assertions.fail

/** A file of cases. */
class Vectors(private val file: String) {
    private val content = Json.parseToJsonElement(
        File(requireNotNull(System.getProperty("frontdesk.contract")), "vectors/$file").readText(),
    ).jsonObject

    /** Runs every case of a [list]; [members] are the only ones a case may have. [check] gives what is wrong. */
    fun run(list: String, members: Set<String>, check: (Case) -> String?) {
        val cases = content.getValue(list).jsonArray.map { Case(it.jsonObject) }
        val wrong = cases.mapNotNull { case ->
            val unknown = case.members.keys - members - "name"
            val failure = if (unknown.isEmpty()) check(case) else "unknown fields $unknown"
            failure?.let { "${case.name}: $it" }
        }
        println("$file $list: ${cases.size} cases")
        if (wrong.isNotEmpty()) fail<Unit>("$file $list:\n${wrong.joinToString("\n")}")
    }
}

/** One case. */
class Case(val members: JsonObject) {
    val name: String = members.getValue("name").jsonPrimitive.content

    operator fun get(key: String): JsonElement? = members[key]

    fun has(key: String): Boolean = key in members

    fun text(key: String): String = value(members.getValue(key)) as String

    fun built(key: String): Any? = value(members.getValue(key))

    /** What is wrong with the outcome of [call] as the case's `error` (code, field, limit) or `any_of` see it. */
    fun judged(call: () -> Any?): String? {
        val error = try {
            call()
            null
        } catch (thrown: FrontdeskException) {
            thrown
        }
        val anyOf = members["any_of"]?.jsonArray?.map { it.jsonPrimitive.content }
        val expected = members["error"]
        return when {
            anyOf != null -> wrong(error?.code in anyOf, error)
            expected == null || expected is JsonNull -> wrong(error == null, error)
            expected is JsonObject -> {
                val limit = expected["limit"]?.jsonPrimitive?.content?.toLong()
                val same = error?.code == expected["code"]?.jsonPrimitive?.content &&
                    error?.field == expected["field"]?.jsonPrimitive?.content && error?.limit == limit
                wrong(same, error)
            }
            else -> wrong(error?.code == expected.jsonPrimitive.content, error)
        }
    }

    private fun wrong(right: Boolean, error: FrontdeskException?): String? =
        if (right) null else "got ${error?.let { "${it.code} ${it.field} ${it.limit}" } ?: "no error"}"
}

/** JSON as an app's own values, builders built, without recursion where a builder nests. */
fun value(element: JsonElement): Any? = when (element) {
    is JsonNull -> null
    is JsonArray -> element.map(::value)
    is JsonObject -> built(element) ?: element.mapValues { value(it.value) }
    is JsonPrimitive -> when {
        element.isString -> element.content
        element.content == "true" || element.content == "false" -> element.boolean
        element.content.none { it in ".eE" } && element.content != "-0" -> BigInteger(element.content)
        else -> element.content.toDouble()
    }
}

private fun built(element: JsonObject): Any? {
    val (builder, argument) = element.entries.singleOrNull() ?: return null
    return when (builder) {
        "\$text" -> (value(argument.jsonArray[0]) as String).repeat(argument.jsonArray[1].jsonPrimitive.int)
        "\$keys" -> (0 until argument.jsonPrimitive.int).associate { "k$it" to null }
        "\$list" -> List(argument.jsonArray[1].jsonPrimitive.int) { value(argument.jsonArray[0]) }
        "\$key" -> mapOf(value(argument.jsonArray[0]) as String to value(argument.jsonArray[1]))
        "\$nest" -> nest(argument.jsonArray[0].jsonPrimitive.content, argument.jsonArray[1].jsonPrimitive.int)
        else -> null
    }
}

private fun nest(kind: String, levels: Int): Any {
    var inner: Any = if (kind == "object") emptyMap<String, Any>() else emptyList<Any>()
    repeat(levels - 1) { inner = if (kind == "object") mapOf("k" to inner) else listOf(inner) }
    return inner
}
