/*
 * Maps of an app as JSON: what is written, and that nothing an app can build breaks the writer.
 */
package dev.frontdesk

import java.math.BigDecimal
import java.util.concurrent.atomic.AtomicLong
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

class MapTextTest {
    @Test
    fun `every value that JSON has is written as it is`() {
        val value = linkedMapOf(
            "text" to "a\"\\\n\u0001é😀", "char" to 'x', "builder" to StringBuilder("b"),
            "int" to 1, "long" to Long.MIN_VALUE, "ulong" to ULong.MAX_VALUE, "big" to BigDecimal("12.50"),
            "double" to 19.99, "float" to 0.1f, "zero" to -0.0, "atomic" to AtomicLong(7),
            "flag" to true, "null" to null,
            "list" to listOf(1, listOf<Any>()), "array" to arrayOf("a"), "ints" to intArrayOf(1, 2),
            "map" to emptyMap<String, Any>(),
        )
        assertEquals(
            """{"text":"a\"\\\u000a\u0001é😀","char":"x","builder":"b","int":1,"long":-9223372036854775808,""" +
                """"ulong":18446744073709551615,"big":12.50,"double":19.99,"float":0.1,"zero":-0.0,"atomic":7,""" +
                """"flag":true,"null":null,"list":[1,[]],"array":["a"],"ints":[1,2],"map":{}}""",
            jsonText("", value),
        )
    }

    @Test
    fun `what JSON cannot say is refused with the path and without the value`() {
        val error = refused(mapOf("a" to listOf(1, mapOf("b" to java.util.Date(0)))))
        assertEquals("wrong_type" to "metadata.a[1].b", error.code to error.field)
        assertTrue("1970" !in error.message.orEmpty())
        val keys = refused(mapOf("a" to mapOf(1 to 2)))
        assertEquals("wrong_type" to "metadata.a", keys.code to keys.field)
        val long = refused(mapOf("k".repeat(60) to Any()))
        assertEquals("metadata." + "k".repeat(40) + "…", long.field)
    }

    @Test
    fun `a map inside itself is too deep and costs no stack`() = withDesk { desk ->
        val cycle = HashMap<String, Any?>()
        repeat(10) { cycle["k$it"] = cycle }
        val error = failure { desk.logEvent("x", cycle) }
        assertEquals(Triple("too_deep", "metadata", 8L), Triple(error.code, error.field, error.limit))
        val list = ArrayList<Any?>()
        list.add(list)
        val attributes = failure { desk.updateUser(mapOf("customAttributes" to list)) }
        assertEquals("wrong_type" to "custom_attributes", attributes.code to attributes.field)
        assertEquals("""{"a":[[[[[[]]]]]]}""", shapeText(mapOf("a" to list)))
    }

    @Test
    fun `an endless list is too large and ends`() = withDesk { desk ->
        val error = failure { desk.logEvent("x", mapOf("all" to generateSequence(1) { it + 1 })) }
        assertEquals("metadata_too_large", error.code)
    }

    @Test
    fun `a map that changes under the writer is refused`() {
        val map = LinkedHashMap<String, Any?>()
        map["a"] = object : CharSequence by "text" {
            override val length: Int get() = 4.also { map["more$it"] = it }
        }
        map["b"] = 1
        assertEquals("wrong_type", refused(map).code)
    }

    private fun refused(value: Map<*, *>): FrontdeskException =
        assertThrows(FrontdeskException.InvalidInput::class.java) { jsonText("metadata", value) }
}
