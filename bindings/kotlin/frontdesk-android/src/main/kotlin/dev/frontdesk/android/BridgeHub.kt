// Between the core's one bridge sink and the pages that listen: the messenger and, over an activity, an in-app
// message. Events come on the core's thread and are handed to each page's port on the main thread; requests leave
// the main thread at once.
package dev.frontdesk.android

import dev.frontdesk.BridgeSink
import dev.frontdesk.Frontdesk
import dev.frontdesk.FrontdeskException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.launch
import org.json.JSONObject
import java.util.UUID
import java.util.concurrent.CopyOnWriteArraySet
import java.util.concurrent.atomic.AtomicLong

/** Hears the texts that the core sends to pages without being asked. Called on the core's thread. */
internal fun interface BridgeListener {
    fun onMessage(json: String)
}

/** Carries texts of `bridge.schema.json` both ways; understands none but its own. */
internal class BridgeHub(private val scope: CoroutineScope, private val client: suspend () -> Frontdesk) {
    private val listeners = CopyOnWriteArraySet<BridgeListener>()
    private val counter = AtomicLong()

    // The id of a request is used once per client; a page begins its own ids differently.
    private val prefix = "android-${UUID.randomUUID()}"

    fun add(listener: BridgeListener) {
        listeners += listener
    }

    fun remove(listener: BridgeListener) {
        listeners -= listener
    }

    /** What the core is given; it calls on its thread `frontdesk-events`. */
    val sink = object : BridgeSink {
        override fun onMessage(json: String) = listeners.forEach { it.onMessage(json) }
    }

    /** Asks the core off the calling thread; `answered` is called there, once, unless the client is gone. */
    fun forward(json: String, answered: (String) -> Unit) {
        scope.launch {
            val answer = try {
                client().bridgeRequest(json)
            } catch (problem: FrontdeskException) {
                // The core answers what it refuses itself; this is a client that is shut down or never opened.
                failure(json, problem)
            }
            answered(answer)
        }
    }

    /** One request of the container's own, for example `back`. */
    fun ask(type: String, data: JSONObject = JSONObject(), answered: (JSONObject) -> Unit = {}) {
        val request = JSONObject().put("id", "$prefix:${counter.incrementAndGet()}").put("type", type).put("data", data)
        forward(request.toString()) { answered(JSONObject(it)) }
    }

    private fun failure(json: String, problem: FrontdeskException): String {
        val id = runCatching { JSONObject(json).optString("id").takeIf(REQUEST_ID::matches) }.getOrNull()
        val error = JSONObject()
            .put("code", problem.code)
            .put("message", "the client does not answer")
            .put("temporary", true)
        return JSONObject().put("id", id ?: JSONObject.NULL).put("ok", false).put("error", error).toString()
    }

    private companion object {
        val REQUEST_ID = Regex("[A-Za-z0-9._:-]{1,64}")
    }
}
