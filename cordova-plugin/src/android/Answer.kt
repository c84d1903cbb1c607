// The one answer to one call, and the page that waits for it.
//
// Guarantees: of everything that wants to answer a call, the first does; a page that leaves gets an answer to each
// of its calls, so that none is left open, and nothing after it. What was answered holds nothing of the page any more: a
// call may wait in the process's line for days, and must not keep an activity until then. Any thread.
package dev.frontdesk.cordova

import dev.frontdesk.FrontdeskException
import org.apache.cordova.CallbackContext
import org.apache.cordova.PluginResult
import org.apache.cordova.PluginResult.Status
import org.json.JSONArray
import org.json.JSONObject
import java.util.Collections
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.atomic.AtomicBoolean

/** One page of the app, from its load to the next one. [asking] asks the person whether notifications may be shown. */
internal class Page(@Volatile private var asking: (() -> Unit)? = null) {
    private val open: MutableSet<Answer> = Collections.newSetFromMap(ConcurrentHashMap())

    /** What is told to the page without being asked. */
    val listening = Listening()

    /** The answer to a call of this page. */
    fun answer(callback: CallbackContext): Answer = Answer(callback) { open.remove(it) }.also { open.add(it) }

    /** Asks the person, while there is an activity to ask in. */
    fun askForNotifications() {
        asking?.invoke()
    }

    /** The activity is gone, and its page with it: nothing of them is held. */
    fun end() {
        asking = null
        leave()
    }

    /** The page is gone, or about to go. */
    fun leave() {
        listening.end()
        open.toList().forEach { it.failure("bridge_reset", "the page that made this call is gone", temporary = true) }
    }
}

/** Answers once; every later answer is dropped. */
internal class Answer(callback: CallbackContext, private val settled: (Answer) -> Unit) {
    private val done = AtomicBoolean(false)

    @Volatile
    private var callback: CallbackContext? = callback

    /** Whether the call was answered, or its page left. */
    val isSettled: Boolean get() = done.get()

    /** The call succeeded with nothing (null), a text, a number, true or false, an object or a list. */
    fun success(value: Any?) {
        // Made first: a value that cannot be told is an error, and not a call without an answer.
        val told = result(Status.OK, value)
        settle { told }
    }

    /** The call failed. */
    fun failure(code: String, message: String, field: String? = null, temporary: Boolean = false) {
        val error = JSONObject().put("code", code).put("message", message).put("temporary", temporary)
        if (field != null) error.put("field", field)
        settle { PluginResult(Status.ERROR, error) }
    }

    /** The call failed with whatever it threw. */
    fun failure(thrown: Throwable) {
        when (thrown) {
            is FrontdeskException -> settle { PluginResult(Status.ERROR, errorOf(thrown)) }
            is Fault -> failure(thrown.code, thrown.sentence, thrown.field, thrown.temporary)
            // The class says what is wrong; its message may hold anything.
            else -> failure("internal", "an internal error in the plugin (${thrown.javaClass.simpleName})")
        }
    }

    /** One of many results; the call stays open. */
    fun tell(value: JSONObject) {
        if (isSettled) return
        callback?.sendPluginResult(PluginResult(Status.OK, value).also { it.keepCallback = true })
    }

    /** Closes a call that stays open, without a word: nobody is left to hear it. */
    fun close() {
        if (!done.compareAndSet(false, true)) return
        settled(this)
        callback = null
    }

    private fun settle(result: () -> PluginResult) {
        if (!done.compareAndSet(false, true)) return
        settled(this)
        callback?.sendPluginResult(result())
        callback = null
    }
}

private fun result(status: Status, value: Any?): PluginResult = when (value) {
    // Not `PluginResult(status)`: JavaScript would hear the word "OK".
    null, Unit -> PluginResult(status, null as String?)
    is String -> PluginResult(status, value)
    is Boolean -> PluginResult(status, value)
    is Int -> PluginResult(status, value)
    is Long -> if (value in Int.MIN_VALUE..Int.MAX_VALUE) {
        PluginResult(status, value.toInt())
    } else {
        PluginResult(status, value.toFloat())
    }
    is JSONArray -> PluginResult(status, value)
    is JSONObject -> PluginResult(status, value)
    else -> error("no value for JavaScript: ${value.javaClass.simpleName}")
}

/** An error of the SDK, in the words that all platforms share (`docs/errors.md`). */
internal fun errorOf(error: FrontdeskException): JSONObject {
    val all = JSONObject()
        .put("code", error.code)
        .put("message", error.message)
        .put("temporary", error.isTemporary)
    error.field?.takeIf { it.isNotEmpty() }?.let { all.put("field", it) }
    error.limit?.let { all.put("limit", it) }
    when (error) {
        is FrontdeskException.ContentUnavailable ->
            all.putOpt("status", error.status).put("user_message", error.userMessage)
        is FrontdeskException.Unreachable -> all.putOpt("retry_after_ms", error.retryAfterMillis)
        else -> Unit
    }
    return all
}
