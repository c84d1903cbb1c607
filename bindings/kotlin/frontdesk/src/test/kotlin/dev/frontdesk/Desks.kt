/*
 * Clients for tests: each on a folder of its own that is gone afterwards; nothing waits longer than the deadline.
 */
package dev.frontdesk

import java.io.File
import java.util.UUID
import kotlin.io.path.createTempDirectory
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout

/** Only ends a test that would hang; longer in the slow lane. */
val DEADLINE_MS: Long = java.lang.Long.getLong("frontdesk.deadline", 60_000L)

/** A user nobody else is. */
fun somebody(): String = "user-${UUID.randomUUID()}"

/** Runs [work] with a folder that is gone afterwards. */
inline fun <T> withFolder(work: (File) -> T): T {
    val folder = createTempDirectory("frontdesk-kotlin").toFile()
    try {
        return work(folder)
    } finally {
        folder.deleteRecursively()
    }
}

/** The settings of a test's client. */
fun MockServer.builder(folder: File): FrontdeskBuilder = Frontdesk.builder(url, appId, apiKey).apply {
    dataDir = folder
    fastRetry = true
    logLevel = LogLevel.OFF
}

/** Runs [test] with a client that is closed afterwards. */
fun <T> withDesk(
    server: MockServer = MockServer.shared,
    settings: FrontdeskBuilder.() -> Unit = {},
    test: suspend CoroutineScope.(Frontdesk) -> T,
): T = withFolder { folder ->
    server.builder(folder).apply(settings).open().use { desk ->
        runBlocking { withTimeout(DEADLINE_MS) { test(desk) } }
    }
}

/** Runs [call], which must fail, and gives its error. */
suspend fun failure(call: suspend () -> Any?): FrontdeskException {
    val value = try {
        call()
    } catch (error: FrontdeskException) {
        return error
    }
    throw AssertionError("succeeded with $value")
}
