/*
 * What a client may leave behind: open files, threads of the core, objects that the core still holds.
 */
package dev.frontdesk

import java.io.File

/** A count of each. */
data class Traces(val files: Int, val threads: Int, val handles: Int) {
    /** Nothing is more than in [other]; less is what another test left behind and is gone now. */
    fun isWithin(other: Traces): Boolean =
        files <= other.files && threads <= other.threads && handles <= other.handles

    companion object {
        private val FOREIGN = listOf("CoreListener", "CorePresenter", "CoreTokenRefresh", "BridgeSink")

        /** The present counts; files and threads are Linux's own. */
        fun now(): Traces = Traces(
            files = File("/proc/self/fd").list()?.size ?: 0,
            threads = threadNames().count { it.startsWith("frontdesk-w") || it.startsWith("frontdesk-e") },
            handles = handles(),
        )

        /** The counts once nothing is more than [before], or when the deadline is over; what is garbage may [go]. */
        fun settled(before: Traces, go: Boolean): Traces {
            val end = System.nanoTime() + DEADLINE_MS * 1_000_000
            while (true) {
                val now = now()
                if (now.isWithin(before) || System.nanoTime() > end) return now
                // The core's last threads end after `close` has returned; nothing announces that.
                if (go) System.gc() else Thread.yield()
            }
        }

        private fun threadNames(): List<String> =
            File("/proc/self/task").listFiles().orEmpty()
                // A thread may end while it is being looked at.
                .mapNotNull { runCatching { File(it, "comm").readText() }.getOrNull() }

        /** Foreign objects that the binding keeps for the core: listeners, presenters, sinks. */
        private fun handles(): Int = FOREIGN.sumOf { name ->
            val converter = Class.forName("dev.frontdesk.core.FfiConverterType$name")
            val instance = converter.getField("INSTANCE").get(null)
            val map = converter.methods.first { it.name.startsWith("getHandleMap") }.invoke(instance)
            map.javaClass.methods.first { it.name == "getSize" }.invoke(map) as Int
        }
    }
}
