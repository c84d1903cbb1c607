/*
 * The real server under a fault plan, for one test or for all of a JVM.
 *
 * It ends with its input, so that no test run leaves one behind. Control is plain HTTP, see `mock-server` of
 * frontdesk-tests.
 */
package dev.frontdesk

import java.io.File
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.util.Base64
import javax.crypto.Mac
import javax.crypto.spec.SecretKeySpec
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive

/** A server of its own; [MockServer.shared] is for tests that need no faults. */
class MockServer(vararg arguments: String) : AutoCloseable {
    private val process = ProcessBuilder(File(programs(), "mock-server").path, *arguments)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start()
    private val line = Json.parseToJsonElement(process.inputStream.bufferedReader().readLine()).jsonObject
    private val http = HttpClient.newHttpClient()

    val url: String = text("url")
    val appId: String = text("app_id")
    val apiKey: String = text("keys", "android")

    fun faults(rules: String) = control("POST", "/faults", rules)

    fun noMoreFaults() = control("DELETE", "/faults")

    fun cut() = control("POST", "/network/cut")

    fun back() = control("POST", "/network/back")

    fun stored(): JsonObject = Json.parseToJsonElement(control("GET", "/stored")).jsonObject

    fun requests(): JsonArray = Json.parseToJsonElement(control("GET", "/requests")).jsonArray

    /** The names of the events that a contact has sent, in their order. */
    fun eventsOf(userId: String): List<String> = events(userId).map { it.getValue("name").jsonPrimitive.content }

    /** The metadata of these events; of those with this [name] when one is given. */
    fun metadataOf(userId: String, name: String? = null): List<JsonObject> = events(userId)
        .filter { name == null || it.getValue("name").jsonPrimitive.content == name }
        .map { it.getValue("metadata").jsonObject }

    private fun events(userId: String): List<JsonObject> = stored().getValue("events").jsonArray
        .map { it.jsonObject }
        .filter { it["user_id"]?.jsonPrimitive?.content == userId }

    /** A call of the operator API. */
    fun operator(method: String, path: String, body: String? = null): JsonElement =
        Json.parseToJsonElement(ask(method, url + path, body, "Bearer ${text("operator_token")}").ifEmpty { "null" })

    /** The hash that proves who [userId] is. */
    fun hash(userId: String): String = mac(userId).joinToString("") { "%02x".format(it) }

    /** A JWT that proves who [userId] is for [seconds] from now. */
    fun jwt(userId: String, seconds: Long): String {
        val encoder = Base64.getUrlEncoder().withoutPadding()
        fun packed(text: String) = encoder.encodeToString(text.toByteArray())
        val end = System.currentTimeMillis() / 1_000 + seconds
        val signed = packed("""{"alg":"HS256","typ":"JWT"}""") + "." + packed("""{"user_id":"$userId","exp":$end}""")
        return "$signed." + encoder.encodeToString(mac(signed))
    }

    private fun mac(text: String): ByteArray {
        val mac = Mac.getInstance("HmacSHA256")
        mac.init(SecretKeySpec(text("identity_secrets", "android").toByteArray(), "HmacSHA256"))
        return mac.doFinal(text.toByteArray())
    }

    override fun close() {
        process.outputStream.close()
        process.waitFor()
    }

    private fun text(vararg path: String): String =
        path.fold(line as JsonElement) { at, key -> at.jsonObject.getValue(key) }.jsonPrimitive.content

    private fun control(method: String, path: String, body: String? = null) = ask(method, text("control") + path, body)

    private fun ask(method: String, address: String, body: String?, authorization: String? = null): String {
        val publisher = body?.let(HttpRequest.BodyPublishers::ofString) ?: HttpRequest.BodyPublishers.noBody()
        val request = HttpRequest.newBuilder(URI(address)).method(method, publisher)
        if (body != null) request.header("content-type", "application/json")
        if (authorization != null) request.header("authorization", authorization)
        val answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString())
        check(answer.statusCode() in 200..299) { "$method $address: ${answer.statusCode()} ${answer.body()}" }
        return answer.body()
    }

    companion object {
        /** One for the whole JVM, without faults. */
        val shared: MockServer by lazy { MockServer() }

        private fun programs(): String =
            requireNotNull(System.getProperty("frontdesk.programs")) { "frontdesk.programs names no folder" }
    }
}
