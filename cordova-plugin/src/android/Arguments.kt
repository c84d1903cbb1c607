// The arguments of a call, as JavaScript wrote them.
//
// Guarantees: nothing is parsed before it is needed, and nothing recursively that may be deep: an argument nested a
// hundred thousand levels is refused by its rule and ends no process. Objects for the core stay text, so that it judges
// them itself. Half of a surrogate pair reaches the core as its escape. What is absent is `missing` and what is of another
// kind `wrong_type`, by the names of `tests/refusals.json`, which every platform answers with. Pure, any thread.
package dev.frontdesk.cordova

import dev.frontdesk.JsonText
import org.json.JSONArray
import org.json.JSONException
import org.json.JSONObject
import org.json.JSONTokener
import kotlin.math.abs

/** An argument that breaks a rule that the core never gets to see, or what a device lacks. Words of `docs/errors.md`. */
internal class Fault(
    val code: String,
    val field: String?,
    val sentence: String,
    val temporary: Boolean = false,
) : Exception(sentence)

/** The elements of an exec call's list; each null when it is absent, `null` or undefined. */
internal class Arguments private constructor(private val elements: List<String>) {
    /** The argument at [place] as it was written. */
    fun raw(place: Int): String? = elements.getOrNull(place)?.takeIf { it != "null" }

    /** A value for the core to judge. */
    fun json(place: Int, field: String): JsonText = JsonText(raw(place) ?: throw missing(field))

    /** A text; a whole number is taken as its digits, as apps pass ids of their own. */
    fun text(place: Int, field: String): String = textOrNull(place, field) ?: throw missing(field)

    /** The same for an argument that may be absent. */
    fun textOrNull(place: Int, field: String): String? = raw(place)?.let { textOf(it, field) }

    /** A whole number, also as digits in a text; fractions are cut. */
    fun number(place: Int, field: String): Long = numberOrNull(place, field) ?: throw missing(field)

    /** The same for an argument that may be absent. */
    fun numberOrNull(place: Int, field: String): Long? = raw(place)?.let { written ->
        val digits = if (written.startsWith('"')) textOf(written, field) else written
        val number = digits.trim().toDoubleOrNull()
        if (number == null || !number.isFinite()) throw Fault("wrong_type", field, "$field: must be a number")
        number.toLong()
    }

    /** An object that the plugin reads itself. */
    fun members(place: Int, field: String): JSONObject = when (val given = parsed(place, field)) {
        is JSONObject -> given
        null -> throw missing(field)
        else -> throw Fault("wrong_type", field, "$field: must be an object")
    }

    /** Any value that the plugin reads itself; null when absent. */
    fun parsed(place: Int, field: String): Any? {
        val text = raw(place) ?: return null
        if (depth(text) > MOST_LEVELS) throw Fault("too_deep", field, "$field: must be nested less deeply")
        return try {
            JSONTokener(text).nextValue().takeIf { it != JSONObject.NULL }
        } catch (_: JSONException) {
            throw Fault("invalid_json", field, "$field: must be JSON")
        }
    }

    internal companion object {
        /** More than any argument has, and far from any stack's end. */
        private const val MOST_LEVELS = 64

        /** Reads the list that Cordova hands over; anything else is a call without arguments. */
        fun read(list: String?): Arguments = Arguments(elementsOf(list.orEmpty().trim()))
    }
}

internal fun missing(field: String): Fault = Fault("missing", field, "$field: must be given")

/** The text or the digits that one JSON value stands for. */
internal fun textOf(raw: String, field: String): String = when {
    raw.startsWith('"') -> JSONTokener(raw).nextValue() as String
    else -> digitsOf(raw, field)
}

/** A whole number as text. One that JavaScript may have rounded is nobody's id. */
private fun digitsOf(number: String, field: String): String {
    val read = number.toDoubleOrNull()
    if (read == null || read % 1.0 != 0.0) throw Fault("wrong_type", field, "$field: must be text")
    if (isRounded(read)) throw rounded(field)
    return read.toLong().toString()
}

/** Whether it is a number that may have been another one before JavaScript read it. */
internal fun isRounded(value: Any?): Boolean = value is Number && abs(value.toDouble()) > MOST_EXACT

internal fun rounded(field: String): Fault =
    Fault("number_out_of_range", field, "$field: must be given as text: JavaScript does not keep a number of this size")

/** JavaScript's `Number.MAX_SAFE_INTEGER`. */
private const val MOST_EXACT = 9_007_199_254_740_991.0

/** A value that was parsed already, as text: for lists and members. */
internal fun textOf(value: Any?, field: String): String = when (value) {
    is String -> value
    is Number -> digitsOf(value.toString(), field)
    null, JSONObject.NULL -> throw missing(field)
    else -> throw Fault("wrong_type", field, "$field: must be text")
}

/** A value that was parsed already, as a list. */
internal fun list(value: Any?, field: String): JSONArray = when (value) {
    is JSONArray -> value
    null, JSONObject.NULL -> throw missing(field)
    else -> throw Fault("wrong_type", field, "$field: must be a list")
}

/** The elements of a list as texts. */
internal fun textsOf(list: JSONArray, field: String): List<String> =
    List(list.length()) { textOf(list.opt(it), "$field[$it]") }

/** The path of a member in an error, made safe to show, as the core makes it: an app's key may be of any length. */
internal fun child(parent: String, key: String): String {
    val end = if (key.codePointCount(0, key.length) > SHOWN) key.offsetByCodePoints(0, SHOWN) else key.length
    val shown = key.substring(0, end).map { if (it.isISOControl()) '\uFFFD' else it }.joinToString("")
    return if (shown.isEmpty()) parent else "$parent.$shown${if (end < key.length) "…" else ""}"
}

/** Characters of a key that an error shows. */
private const val SHOWN = 40

/** Where the elements of a JSON list begin and end, without looking into them. */
private fun elementsOf(list: String): List<String> {
    if (list.length < 2 || list.first() != '[' || list.last() != ']') return emptyList()
    val elements = ArrayList<String>()
    var begin = 1
    walk(list, 1, list.length - 1) { at, level ->
        if (list[at] == ',' && level == 0) {
            elements += list.substring(begin, at).trim()
            begin = at + 1
        }
    }
    elements += list.substring(begin, list.length - 1).trim()
    return if (elements == listOf("")) emptyList() else elements
}

/** How deep a JSON text is nested. */
private fun depth(text: String): Int {
    var deepest = 0
    walk(text, 0, text.length) { _, level -> deepest = maxOf(deepest, level) }
    return deepest
}

/** Tells every character that is in no text, with the level that it stands on. */
private inline fun walk(json: String, from: Int, to: Int, tell: (at: Int, level: Int) -> Unit) {
    var level = 0
    var at = from
    while (at < to) {
        when (json[at]) {
            '"' -> {
                at += 1
                while (at < to && json[at] != '"') at += if (json[at] == '\\') 2 else 1
            }
            '[', '{' -> level += 1
            ']', '}' -> level -= 1
        }
        if (at < to) tell(at, level)
        at += 1
    }
}
