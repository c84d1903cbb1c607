// The real server under a fault plan, as a program of its own. Each test class that needs one starts one; it ends
// with its standard input, so it can never outlive the tests.
package dev.frontdesk.android

import org.json.JSONArray
import org.json.JSONObject
import java.io.File
import java.net.HttpURLConnection
import java.net.URI
import java.util.concurrent.TimeUnit

/** `mock-server` of the house; its control endpoint is described in `tests/src/bin/mock-server.rs`. */
internal class MockServer private constructor(private val process: Process, line: JSONObject) : AutoCloseable {
    val url: String = line.getString("url")
    val appId: String = line.getString("app_id")
    val apiKey: String = line.getJSONObject("keys").getString("android")
    private val operatorKey: String = line.getString("operator_token")
    private val control: String = line.getString("control")

    /** A start with this server, without long waits, and with the tests' own page. */
    fun options(): FrontdeskOptions.Builder = FrontdeskOptions.Builder(url, appId, apiKey)
        .fastRetry()
        .pages { path -> File(System.getProperty("frontdesk.module"), "src/test/page/$path").inputStream() }

    /** The device is out of reach of the server. */
    fun cutNetwork() = ask("POST", "$control/network/cut").let { }

    fun restoreNetwork() = ask("POST", "$control/network/back").let { }

    /** Names of the events that the server's database holds. */
    fun storedEvents(): List<String> =
        objects(JSONObject(ask("GET", "$control/stored")).getJSONArray("events")).map { it.getString("name") }

    fun storedContacts(): List<JSONObject> = objects(JSONObject(ask("GET", "$control/stored")).getJSONArray("contacts"))

    /** Everything asked so far. */
    fun requests(): List<JSONObject> = objects(JSONArray(ask("GET", "$control/requests")))

    /** An operator does something: a path of the operator API. */
    fun operator(method: String, path: String, body: JSONObject? = null): JSONObject =
        JSONObject(ask(method, url + path, body?.toString(), operatorKey))

    private fun ask(method: String, address: String, body: String? = null, key: String? = null): String {
        val connection = URI(address).toURL().openConnection() as HttpURLConnection
        connection.requestMethod = method
        if (key != null) connection.setRequestProperty("Authorization", "Bearer $key")
        if (body != null) {
            connection.doOutput = true
            connection.setRequestProperty("Content-Type", "application/json")
            connection.outputStream.use { it.write(body.toByteArray()) }
        }
        val stream = if (connection.responseCode < 400) connection.inputStream else connection.errorStream
        val text = stream?.use { it.readBytes().decodeToString() }.orEmpty()
        check(connection.responseCode < 400) { "$method $address: ${connection.responseCode} $text" }
        return text
    }

    private fun objects(array: JSONArray) = List(array.length()) { array.getJSONObject(it) }

    override fun close() {
        process.outputStream.close()
        if (!process.waitFor(10, TimeUnit.SECONDS)) process.destroyForcibly()
    }

    companion object {
        fun start(): MockServer {
            val program = File(System.getProperty("frontdesk.programs")!!, "mock-server")
            check(program.canExecute()) { "$program is missing: cargo build -p frontdesk-tests --bins" }
            val process = ProcessBuilder(program.path).redirectError(ProcessBuilder.Redirect.DISCARD).start()
            val line = process.inputStream.bufferedReader().readLine() ?: error("the server ended at once")
            return MockServer(process, JSONObject(line))
        }
    }
}
