/*
 * Lines out.
 *
 * Guarantees: a line is written whole and at once, from whatever thread; when nobody reads any more this is remembered
 * and nothing else fails. Events pass through here on `frontdesk-events`.
 */
package dev.frontdesk.driver

import dev.frontdesk.FrontdeskListener
import dev.frontdesk.core.FrontdeskEvent
import java.io.IOException
import java.io.OutputStream
import kotlinx.serialization.json.JsonElement

/** The one writer. */
class Output(private val sink: OutputStream) : FrontdeskListener {
    /** Nobody reads what is written. */
    @Volatile
    var isBroken = false
        private set

    /** Answers the line with this [id], as it was written; without one for a line that had none. */
    fun ok(id: String, value: JsonElement) = line("{\"id\":$id,\"ok\":$value}")

    /** Answers a line with an error. */
    fun error(id: String?, fault: JsonElement) = line("{\"id\":$id,\"error\":$fault}")

    override fun onEvent(event: FrontdeskEvent) {
        event(event)?.let { line(it.toString()) }
    }

    private fun line(text: String) {
        val bytes = "$text\n".toByteArray()
        synchronized(sink) {
            try {
                sink.write(bytes)
                sink.flush()
            } catch (_: IOException) {
                isBroken = true
            }
        }
    }
}
