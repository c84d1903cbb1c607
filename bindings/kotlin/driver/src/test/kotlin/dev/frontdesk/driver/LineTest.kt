/*
 * What the driver makes of a line, whatever is in it: the same as `frontdesk drive`.
 */
package dev.frontdesk.driver

import java.io.ByteArrayInputStream
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Test

class LineTest {
    private fun fault(text: String): Pair<String?, String> {
        val thrown = assertThrows(LineFault::class.java, { readLine(text.toByteArray()) }, text)
        return thrown.id to thrown.fault.code
    }

    @Test
    fun `an id is kept as it was written`() {
        for (id in listOf("1", "-7", "1.50", "12345678901234567890123", "\"a\\u00e9\"")) {
            val line = readLine(""" {"call":"pending", "id" : $id }""".toByteArray())
            assertEquals(id to false, line?.id to line?.wait)
        }
    }

    @Test
    fun `a blank line is no line`() {
        assertNull(readLine(ByteArray(0)))
        assertNull(readLine(" \t\r".toByteArray()))
    }

    @Test
    fun `what is no call is told why and to whom`() {
        val malformed = listOf(
            "x", "[]", "1", """{"id":1,""", """{"id":1,"call":"pending","wait":1}""",
            """{"id":1,"id":2,"call":"pending"}""",
            """{"id":1,"call":"pending","arguments":{}}""", """{"id":01,"call":"pending"}""", """{"id":1}x""",
            "{\"id\":1,\"call\":\"a\nb\"}",
        )
        for (text in malformed) assertEquals(null to "malformed_line", fault(text), text)
        for (id in listOf("null", "true", "{}", "[1]", "\"\\ud800\"")) {
            assertEquals(null to "missing_id", fault("""{"id":$id,"call":"pending"}"""), id)
        }
        val bytes = byteArrayOf('"'.code.toByte(), 0xff.toByte(), '"'.code.toByte())
        assertEquals("malformed_line", assertThrows(LineFault::class.java) { readLine(bytes) }.fault.code)
    }

    @Test
    fun `a call that does not exist has a fault of its own`() {
        for (call in listOf("no_such", "", "logEvent")) {
            assertEquals("unknown_call", assertThrows(Fault::class.java) { readCall(call, null) }.code)
        }
    }

    @Test
    fun `a line of exactly the limit is taken and one byte more is not`() {
        val longest = "a".repeat(LONGEST_LINE)
        val lines = Lines(ByteArrayInputStream("$longest\n${longest}a\nnext".toByteArray()))
        assertEquals(LONGEST_LINE, lines.next()?.size)
        assertEquals("line_too_long", assertThrows(LineFault::class.java) { lines.next() }.fault.code)
        assertEquals("next", lines.next()?.decodeToString())
        assertNull(lines.next())
    }

    @Test
    fun `each fault of an argument has a code and the name of the member`() {
        fun told(arguments: String, take: (Members) -> Any?): Pair<String, String> {
            val thrown = assertThrows(Fault::class.java) { take(Members.read(Raw(arguments))) }
            return thrown.code to thrown.field
        }
        assertEquals("wrong_type" to "args", told("[]") { })
        assertEquals("duplicate_key" to "a", told("""{"a":1,"a":2}""") { })
        assertEquals("invalid_text" to "args", told("""{"\ud800":1}""") { })
        assertEquals("wrong_type" to "a", told("""{"a":7}""") { it.text("a") })
        assertEquals("invalid_text" to "a", told("""{"a":"\ud800"}""") { it.text("a") })
        assertEquals("missing" to "a", told("{}") { it.neededText("a") })
        assertEquals("unknown_argument" to "b", told("""{"b":1}""") { it.finish() })
        assertEquals("wrong_type" to "a", told("""{"a":-1}""") { it.number("a") })
        assertEquals("not_finite" to "a", told("""{"a":1e400}""") { it.number("a") })
        assertEquals("wrong_type" to "a", told("""{"a":"yes"}""") { it.flag("a") })
        assertEquals(null, Members.read(Raw("""{"a":null}""")).text("a"))
    }

    @Test
    fun `nesting of any depth is looked over without recursion`() {
        val deep = "[".repeat(200_000) + "]".repeat(200_000)
        val line = readLine("""{"id":1,"call":"x","args":{"a":$deep}}""".toByteArray())
        val fault = assertThrows(Fault::class.java) { Members.read(line!!.arguments).text("a") }
        assertEquals("too_deep" to "a", fault.code to fault.field)
    }

    @Test
    fun `a value is kept as it was written`() {
        val value = """{"n":1.50,"big":18446744073709551616,"t":"\u00e9\/"}"""
        val line = readLine("""{"id":1,"args":{ "a" : $value },"call":"x"}""".toByteArray())
        assertEquals(value, Members.read(line!!.arguments).take("a")?.text)
    }
}
