/*
 * One line of input: the id to answer to, the call, its arguments, and whether to wait for it.
 *
 * Guarantees: memory is bounded whatever is sent, a longer line is passed over to its end and reported; whatever the
 * bytes are, the result is a line or a coded fault that keeps the id when one could be read. Used by the main thread.
 */
package dev.frontdesk.driver

import java.io.ByteArrayOutputStream
import java.io.InputStream
import java.nio.ByteBuffer
import java.nio.charset.CharacterCodingException
import java.nio.charset.CodingErrorAction

/** Longest line taken, in bytes, without its end. */
const val LONGEST_LINE = 1024 * 1024

/** A call to make: `id` is a number or a text, as it was written. */
class Line(val id: String, val call: String, val arguments: Raw?, val wait: Boolean)

/** A fault of a line, and the id to tell it to. */
class LineFault(val id: String?, val fault: Fault) : Exception(fault.message)

/** Splits a stream into lines. */
class Lines(private val source: InputStream) {
    /** The next line; null at the end. */
    fun next(): ByteArray? {
        val line = ByteArrayOutputStream()
        var count = 0
        while (true) {
            val byte = source.read()
            if (byte < 0 && count == 0) return null
            if (byte < 0 || byte == '\n'.code) break
            count += 1
            if (count <= LONGEST_LINE) line.write(byte)
        }
        if (count > LONGEST_LINE) {
            throw LineFault(null, Fault("line_too_long", "", "must not exceed 1 MiB", LONGEST_LINE.toLong()))
        }
        return line.toByteArray()
    }
}

/** Reads a line; null for a blank one. */
fun readLine(bytes: ByteArray): Line? {
    if (bytes.all { it.toInt() in BLANK }) return null
    val members = text(bytes)?.let { Scan(it).members() } ?: throw malformed()
    val found = HashMap<String, Raw>()
    for ((key, value) in members) {
        val name = key.decoded() ?: throw malformed()
        if (name !in setOf("id", "call", "args", "wait") || found.put(name, value) != null) throw malformed()
    }
    val wait = when (found["wait"]?.text) {
        null, "null", "false" -> false
        "true" -> true
        else -> throw malformed()
    }
    val id = found["id"]?.takeIf(::isId)
        ?: throw LineFault(null, Fault("missing_id", "id", "must be given, as a number or a string"))
    return Line(id.text, found["call"]?.decoded().orEmpty(), found["args"], wait)
}

private val BLANK = setOf(' '.code, '\t'.code, '\r'.code, '\n'.code, 0x0c)

private fun isId(raw: Raw): Boolean = when (raw.text[0]) {
    '"' -> unquoted(raw.text)?.let { isWhole(it.replace('\u0000', ' ')) } ?: false
    else -> raw.text[0] == '-' || raw.text[0].isDigit()
}

private fun malformed(): LineFault {
    val advice = "must be one JSON object of \"id\", \"call\", \"args\" and \"wait\""
    return LineFault(null, Fault("malformed_line", "", advice))
}

private fun text(bytes: ByteArray): String? = try {
    Charsets.UTF_8.newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT)
        .decode(ByteBuffer.wrap(bytes))
        .toString()
} catch (_: CharacterCodingException) {
    null
}
