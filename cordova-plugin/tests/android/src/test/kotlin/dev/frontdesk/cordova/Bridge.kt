// Cordova around the plugin as in an app: the real PluginManager finds it by its feature and calls it, the real
// CallbackContext answers, the real message queue says what JavaScript would run. Only the WebView and the activity are
// stand-ins; what is sent to the page is kept here. Any thread.
package dev.frontdesk.cordova

import android.content.Context
import dev.frontdesk.android.eventual
import dev.frontdesk.android.eventually
import org.apache.cordova.CordovaInterface
import org.apache.cordova.CordovaPreferences
import org.apache.cordova.CordovaWebView
import org.apache.cordova.NativeToJsMessageQueue
import org.apache.cordova.PluginEntry
import org.apache.cordova.PluginManager
import org.apache.cordova.PluginResult
import org.json.JSONArray
import org.json.JSONObject
import org.json.JSONTokener
import java.lang.reflect.Proxy
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.Executors
import java.util.concurrent.atomic.AtomicInteger

/** One answer that was sent to the page. */
internal class Sent(val id: String, val ok: Boolean, val json: String, val keeps: Boolean) {
    /** The value as JavaScript gets it; null for none. */
    val value: Any? get() = JSONTokener(json).nextValue().takeIf { it != JSONObject.NULL }

    /** The code of an error. */
    val code: String get() = (value as JSONObject).getString("code")

    override fun toString(): String = "${if (ok) "success" else "error"} $json"
}

/** A page with the plugin behind it, and [more] plugins. */
internal class Bridge(
    context: Context,
    val preferences: CordovaPreferences = CordovaPreferences(),
    more: List<PluginEntry> = emptyList(),
) {
    private val ids = AtomicInteger()

    /** Everything that was sent to the page, in order. */
    val sent = CopyOnWriteArrayList<Sent>()

    /** Permissions that were asked for. */
    val asked = CopyOnWriteArrayList<String>()

    /** What the page would be told to run. */
    val queue = NativeToJsMessageQueue()

    private val webView = proxy<CordovaWebView> { name, arguments ->
        when (name) {
            "sendPluginResult" -> keep(arguments[0] as PluginResult, arguments[1] as String)
            "getContext" -> context
            "getPreferences" -> preferences
            else -> null
        }
    }
    private val cordova = proxy<CordovaInterface> { name, arguments ->
        when (name) {
            "getContext" -> context
            "getActivity" -> null
            "getThreadPool" -> POOL
            "hasPermission" -> false
            "requestPermission" -> asked.add(arguments[2] as String).let { }
            else -> null
        }
    }

    /** Cordova's own. */
    val plugins = PluginManager(
        webView,
        cordova,
        listOf(PluginEntry("Intercom", FrontdeskPlugin::class.java.name, true)) + more,
    ).also { it.init() }

    /** Calls an action with a list of arguments as JSON; answers the id of its callback. */
    fun call(action: String, arguments: String = "[]"): String {
        val id = "Intercom${ids.incrementAndGet()}"
        plugins.exec("Intercom", action, id, arguments)
        return id
    }

    /** The first answer to a call. */
    fun answer(id: String): Sent = eventual("an answer to $id") { sent.firstOrNull { it.id == id } }

    /** Calls an action and waits for its answer. */
    fun ask(action: String, arguments: String = "[]"): Sent = answer(call(action, arguments))

    /** The value of a call that must succeed. */
    fun value(action: String, arguments: String = "[]"): Any? =
        ask(action, arguments).also { check(it.ok) { "$action $arguments: $it" } }.value

    /** The code of a call that must fail. */
    fun code(action: String, arguments: String = "[]"): String =
        ask(action, arguments).also { check(!it.ok) { "$action $arguments: $it" } }.code

    /** Everything that was answered to a call. */
    fun answers(id: String): List<Sent> = sent.filter { it.id == id }

    /** The data of the events of this name that an open `listen` told. */
    fun events(id: String, name: String): List<JSONObject> = answers(id).mapNotNull { it.value as? JSONObject }
        .filter { it.optString("name") == name }
        .map { it.getJSONObject("data") }

    /** Waits until the calls so far have ended: a call that is made now stands behind them. */
    fun settle() {
        val id = call("flush", "[10000]")
        eventually("the line is empty") { answers(id).isNotEmpty() }
    }

    private fun keep(result: PluginResult, id: String) {
        queue.addPluginResult(result, id)
        val ok = result.status == PluginResult.Status.OK.ordinal
        val json = if (result.messageType == PluginResult.MESSAGE_TYPE_NULL) "null" else result.message
        sent += Sent(id, ok, json, result.keepCallback)
    }

    private companion object {
        val POOL = Executors.newCachedThreadPool { Thread(it, "cordova").apply { isDaemon = true } }

        inline fun <reified T> proxy(noinline answer: (String, Array<Any?>) -> Any?): T {
            val kind = T::class.java
            return Proxy.newProxyInstance(kind.classLoader, arrayOf(kind)) { _, method, arguments ->
                val found = answer(method.name, arguments ?: emptyArray())
                if (found == null && method.returnType == Boolean::class.javaPrimitiveType) false else found.takeIf { it != Unit }
            } as T
        }

    }
}

/** A list of arguments as JavaScript's JSON.stringify writes it. */
internal fun args(vararg values: Any?): String = JSONArray(values.map { it ?: JSONObject.NULL }).toString()
