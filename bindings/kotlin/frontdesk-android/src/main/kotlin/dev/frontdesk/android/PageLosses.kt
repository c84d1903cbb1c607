// How often a page's process may end before it is not started again. Asked on the main thread by the messenger's screen;
// knows no clock of its own.
package dev.frontdesk.android

/** Remembers when a page was lost. A page that dies as soon as it lives would be loaded again for ever otherwise. */
internal class PageLosses {
    private val times = ArrayDeque<Long>()

    /** Whether the page that was lost at [now], in milliseconds that only grow, deserves another try. */
    fun worthAnother(now: Long): Boolean {
        times.addLast(now)
        while (times.first() <= now - MINUTE_MS) times.removeFirst()
        return times.size < MOST
    }

    internal companion object {
        /** So many losses within a minute end it. */
        const val MOST = 3
        private const val MINUTE_MS = 60_000L
    }
}
