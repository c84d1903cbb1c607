/*
 * `frontdesk-kotlin measure record DIR N` and `measure cold DIR`: what a call costs from the JVM, to be put beside
 * `frontdesk measure` with the same words.
 *
 * Guarantees: no server is needed (an identity waits, everything stays queued); the event is the one of the Rust
 * program; every call after the warm-up counts; one JSON line out. `record` tells two layers apart: `core`, the
 * generated call with metadata that is JSON already, on this thread; and `kotlin`, the package's suspend function with
 * a map, awaited one by one. Called by a person and by `cargo xtask bench bindings`, on the main thread.
 */
package dev.frontdesk.driver

import com.sun.management.ThreadMXBean
import dev.frontdesk.Frontdesk
import dev.frontdesk.core.CoreClient
import dev.frontdesk.core.CoreConfig
import dev.frontdesk.core.coreVersion
import java.io.File
import java.lang.management.ManagementFactory
import java.util.Locale
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.DelicateCoroutinesApi
import kotlinx.coroutines.GlobalScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking

/** Nobody listens on the discard port of this machine. */
private const val NOWHERE = "http://127.0.0.1:9"

/** Calls before the first that counts: the JVM compiles what runs often. */
private const val WARM_UP = 5_000

private val EVENT = mapOf(
    "order_number" to "3434-3434",
    "category" to "garden tools",
    "source" to "search results",
    "currency" to "usd",
    "price" to "19.99",
)
private const val EVENT_JSON =
    """{"order_number":"3434-3434","category":"garden tools","source":"search results","currency":"usd","price":"19.99"}"""

/** Runs one measurement and answers with the program's exit code. */
internal fun measure(arguments: List<String>): Int {
    val folder = arguments.getOrNull(1)?.let(::File)
    val events = arguments.getOrNull(2)?.toIntOrNull() ?: 10_000
    when {
        folder == null || events <= 0 -> return usage()
        arguments[0] == "record" -> record(folder, events)
        arguments[0] == "cold" -> cold(folder)
        else -> return usage()
    }
    return 0
}

private fun usage(): Int {
    System.err.println("usage: frontdesk-kotlin measure record DIR [N] | measure cold DIR")
    return 2
}

private fun record(folder: File, events: Int) {
    val core = open(folder.resolve("core"))
    loginUnderWay { core.loginUnidentifiedUser() }
    val below = Latencies(events) { core.logEvent("order-item", EVENT_JSON) }
    core.shutdown()
    core.close()

    val desk = Frontdesk.builder(NOWHERE, "measure", "measure-key").apply {
        dataDir = folder.resolve("kotlin")
        maxOperations = 1_000_000
    }.open()
    loginUnderWay { desk.loginUnidentifiedUser() }
    val above = Latencies(events) { runBlocking { desk.logEvent("order-item", EVENT) } }
    desk.close()
    println("""{"what":"record","events":$events,"core":$below,"kotlin":$above}""")
}

/** From the first touch of a generated class to the first durable event. */
private fun cold(folder: File) {
    val begun = System.nanoTime()
    coreVersion()
    val loaded = System.nanoTime()
    val core = open(folder)
    val opened = System.nanoTime()
    loginUnderWay { core.loginUnidentifiedUser() }
    core.logEvent("order-item", EVENT_JSON)
    val called = System.nanoTime()
    core.shutdown()
    core.close()
    val millis = { from: Long, to: Long -> String.format(Locale.ROOT, "%.1f", (to - from) / 1e6) }
    println(
        """{"what":"cold","load_ms":${millis(begun, loaded)},"open_ms":${millis(loaded, opened)},""" +
            """"first_event_ms":${millis(opened, called)},"all_ms":${millis(begun, called)}}""",
    )
}

private fun open(folder: File): CoreClient {
    folder.mkdirs()
    return CoreClient.open(
        CoreConfig(
            serverUrl = NOWHERE,
            appId = "measure",
            apiKey = "measure-key",
            dataDir = folder.path,
            platform = "kotlin",
            maxOperations = 1_000_000UL,
        ),
    )
}

/** Begins a login that nobody awaits: from now on an identity waits for a server. Its failure at the end is no news. */
@OptIn(DelicateCoroutinesApi::class)
private fun loginUnderWay(login: suspend () -> Any) {
    GlobalScope.launch(start = CoroutineStart.UNDISPATCHED) { runCatching { login() } }
}

/** Latencies of a call, and what it allocates on the thread that calls. */
private class Latencies(events: Int, call: () -> Unit) {
    private val nanos = LongArray(events)
    private val bytes: Long

    init {
        repeat(WARM_UP) { call() }
        val threads = ManagementFactory.getThreadMXBean() as ThreadMXBean
        val before = threads.getThreadAllocatedBytes(Thread.currentThread().id)
        for (index in 0 until events) {
            val begun = System.nanoTime()
            call()
            nanos[index] = System.nanoTime() - begun
        }
        bytes = (threads.getThreadAllocatedBytes(Thread.currentThread().id) - before) / events
        nanos.sort()
    }

    private fun micros(quantile: Double) =
        String.format(Locale.ROOT, "%.1f", nanos[((nanos.size - 1) * quantile).toInt()] / 1000.0)

    override fun toString() =
        """{"p50_us":${micros(0.5)},"p99_us":${micros(0.99)},"p999_us":${micros(0.999)},"bytes_per_call":$bytes}"""
}
