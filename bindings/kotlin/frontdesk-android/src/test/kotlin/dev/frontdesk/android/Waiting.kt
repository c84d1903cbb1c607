// Waiting for other threads without guessing how long they take: the main looper runs meanwhile, and only a hang
// meets the deadline. Called on the test's thread, which Robolectric makes the main thread.
package dev.frontdesk.android

import android.os.Looper
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.runBlocking
import org.robolectric.Shadows.shadowOf
import java.util.concurrent.TimeUnit.MILLISECONDS
import java.util.concurrent.TimeUnit.NANOSECONDS
import java.util.concurrent.TimeUnit.SECONDS
import java.util.concurrent.locks.LockSupport

/** Ends a hang, nothing else. */
private val DEADLINE_NANOS = SECONDS.toNanos(30)

private const val FRAME_MILLIS = 16L

/** Lets the main looper run until [done]; names [what] when it never is. */
internal fun eventually(what: String, done: () -> Boolean) {
    val begun = System.nanoTime()
    while (true) {
        // Time goes on by a frame: a view that waits to be drawn holds everything else in the looper up.
        shadowOf(Looper.getMainLooper()).idleFor(FRAME_MILLIS, MILLISECONDS)
        if (done()) return
        check(System.nanoTime() - begun < DEADLINE_NANOS) {
            "after ${NANOSECONDS.toSeconds(DEADLINE_NANOS)} s still not: $what"
        }
        LockSupport.parkNanos(MILLISECONDS.toNanos(2))
    }
}

/** The value of [ask] as soon as it has one. */
internal fun <T : Any> eventual(what: String, ask: () -> T?): T {
    var found: T? = null
    eventually(what) { ask().also { found = it } != null }
    return checkNotNull(found)
}

/** Runs [work] off the main thread while the main looper goes on, and answers what it answers. */
internal fun <T> away(what: String, work: suspend CoroutineScope.() -> T): T {
    val result = CoroutineScope(Dispatchers.Default).async(block = work)
    eventually(what) { result.isCompleted }
    return runBlocking { result.await() }
}
