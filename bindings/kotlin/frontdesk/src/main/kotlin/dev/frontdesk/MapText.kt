/*
 * Maps and lists of an app as one JSON text.
 *
 * Guarantees: no recursion, so that neither depth nor a cycle costs stack; nothing is decided here that the core can
 * decide: a number that is none is written as one beyond every float, half of a surrogate pair as its escape, a
 * nesting deeper than the core looks is cut where the core's answer is the same already, and a text larger than the
 * core reads is cut one character too late, so that the core refuses each with its own code, field and limit. Only what
 * JSON cannot say at all is refused here, as `wrong_type`. Pure; on the thread that calls, before anything else
 * happens, so that the app may change its map as soon as the call has returned.
 */
package dev.frontdesk

import java.math.BigDecimal
import java.math.BigInteger
import java.util.concurrent.atomic.AtomicInteger
import java.util.concurrent.atomic.AtomicLong

/** Levels of free data that are written: one more than the core reads (`JSON_DEPTH`), so that it says `too_deep`. */
private const val LEVELS = 65

/** Levels of data of a known shape that are written: the core looks at four at most; what is below is left empty. */
private const val LEVELS_OF_SHAPE = 6

/** Characters after which writing stops: more than the core reads as bytes (`JSON_BYTES`). */
private const val CHARS = 4 * 1024 * 1024

/** Characters of one key shown in the path of an error, as in the core. */
private const val SHOWN_KEY_CHARS = 40

/** The JSON text of data that may be of any shape; [root] begins the path of an error. */
internal fun jsonText(root: String, value: Any?): String = written(root, value, Style())

/** The JSON text of data whose shape the core knows: attributes, references. */
internal fun shapeText(value: Any?): String = written("", value, Style(ofShape = true))

/**
 * The JSON text of a push's payload: a text in it that UTF-8 or the core cannot hold becomes one that is no id, instead
 * of spoiling the whole payload, which may be another library's.
 */
internal fun payloadText(value: Any?): String = written("", value, Style(ofShape = true, strictTexts = false))

private class Style(val ofShape: Boolean = false, val strictTexts: Boolean = true)

private fun written(root: String, value: Any?, style: Style): String =
    try {
        JsonWriter(root, style).write(value)
    } catch (_: ConcurrentModificationException) {
        throw wrongType(root, "must not be changed while it is read")
    } catch (_: RuntimeException) {
        // The app's own map or list threw; a map that another thread changes does so in many ways.
        throw wrongType(root, "could not be read")
    }

private fun wrongType(path: String, advice: String): FrontdeskException {
    val shown = path.ifEmpty { "the input" }
    return FrontdeskException.InvalidInput("wrong_type", path, null, "$shown: $advice")
}

private class JsonWriter(private val root: String, private val style: Style) {
    private val text = StringBuilder()
    private val open = ArrayList<Container>()

    fun write(value: Any?): String {
        begin(value)
        while (open.isNotEmpty() && text.length <= CHARS) {
            if (open.size >= LEVELS) {
                closeAll()
                break
            }
            val container = open.last()
            if (container.next(text, this)) {
                begin(container.value)
            } else {
                text.append(container.end)
                open.removeAt(open.size - 1)
            }
        }
        return text.toString()
    }

    private fun closeAll() {
        while (open.isNotEmpty()) text.append(open.removeAt(open.size - 1).end)
    }

    fun path(): String = open.fold(root) { path, container -> container.within(path) }

    /** Writes a plain value, or opens a container. */
    private fun begin(value: Any?) {
        when (value) {
            null -> text.append("null")
            is Boolean -> text.append(value)
            is CharSequence -> quote(value)
            is Char -> quote(value.toString())
            is Double -> float(value.isFinite(), value.toString())
            is Float -> float(value.isFinite(), value.toString())
            is Byte, is Short, is Int, is Long, is UByte, is UShort, is UInt, is ULong -> text.append(value)
            is BigInteger, is BigDecimal, is AtomicInteger, is AtomicLong -> text.append(value)
            is Map<*, *> -> enter(Members(value))
            else -> enter(Elements(elements(value) ?: throw unwritable(value)))
        }
    }

    private fun elements(value: Any): Iterator<*>? = when (value) {
        is Iterable<*> -> value.iterator()
        is Sequence<*> -> value.iterator()
        is Array<*> -> value.iterator()
        is IntArray -> value.iterator()
        is LongArray -> value.iterator()
        is DoubleArray -> value.iterator()
        is FloatArray -> value.iterator()
        is BooleanArray -> value.iterator()
        is ShortArray -> value.iterator()
        is ByteArray -> value.iterator()
        is CharArray -> value.iterator()
        else -> null
    }

    private fun unwritable(value: Any): FrontdeskException {
        // The class says what is wrong; the value may be personal.
        val kind = value.javaClass.simpleName
        return wrongType(path(), "must be text, a number, true, false, null, a list or a map, not $kind")
    }

    private fun enter(container: Container) {
        text.append(container.begin)
        if (style.ofShape && open.size == LEVELS_OF_SHAPE) {
            text.append(container.end)
            return
        }
        open.add(container)
    }

    private fun float(finite: Boolean, number: String) {
        // Beyond every float: the core answers `not_finite` and names the field.
        text.append(if (finite) number else "1e999")
    }

    fun quote(string: CharSequence) {
        text.append('"')
        for ((at, unit) in string.withIndex()) {
            when {
                unit == '"' || unit == '\\' -> text.append('\\').append(unit)
                unit < ' ' -> escape(unit)
                unit.isHighSurrogate() && !(at + 1 < string.length && string[at + 1].isLowSurrogate()) -> escape(unit)
                unit.isLowSurrogate() && !(at > 0 && string[at - 1].isHighSurrogate()) -> escape(unit)
                else -> text.append(unit)
            }
            if (text.length > CHARS) break
        }
        text.append('"')
    }

    private fun escape(unit: Char) {
        val written = if (style.strictTexts || (unit != '\u0000' && !unit.isSurrogate())) unit else '\u0001'
        text.append("\\u").append(written.code.toString(16).padStart(4, '0'))
    }
}

/** A map or a list that is being written. */
private sealed class Container(val begin: Char, val end: Char) {
    /** What is written next, after [next] said that there is something. */
    var value: Any? = null

    /** Goes to the next value and writes what stands before it; false at the end. */
    abstract fun next(text: StringBuilder, writer: JsonWriter): Boolean

    /** The path of the present value within [path]. */
    abstract fun within(path: String): String
}

private class Members(map: Map<*, *>) : Container('{', '}') {
    private val members = map.entries.iterator()
    private var key: String? = null

    override fun next(text: StringBuilder, writer: JsonWriter): Boolean {
        if (!members.hasNext()) return false
        val member = members.next()
        if (key != null) text.append(',')
        val name = member.key as? CharSequence ?: throw wrongType(
            // The fault is the map's, not the member's before.
            also { key = "" }.let { writer.path() },
            "must have texts as keys",
        )
        key = name.toString()
        writer.quote(name)
        text.append(':')
        value = member.value
        return true
    }

    override fun within(path: String): String = joined(path, shown(key.orEmpty()))
}

private class Elements(private val elements: Iterator<*>) : Container('[', ']') {
    private var index = -1

    override fun next(text: StringBuilder, writer: JsonWriter): Boolean {
        if (!elements.hasNext()) return false
        index += 1
        if (index > 0) text.append(',')
        value = elements.next()
        return true
    }

    override fun within(path: String): String = "$path[$index]"
}

private fun joined(parent: String, key: String): String = when {
    parent.isEmpty() -> key
    key.isEmpty() -> parent
    else -> "$parent.$key"
}

/** A key as errors show it: short, without control characters. */
private fun shown(key: String): String {
    val count = key.codePointCount(0, key.length)
    val end = if (count > SHOWN_KEY_CHARS) key.offsetByCodePoints(0, SHOWN_KEY_CHARS) else key.length
    val short = key.substring(0, end).map { if (it.isISOControl()) '\uFFFD' else it }.joinToString("")
    return if (end < key.length) "$short…" else short
}
