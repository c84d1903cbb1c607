// What the page hears without asking: the open call `listen`.
//
// Guarantees: the unread count comes at once and at every change; events come in the core's order; a page that left
// hears nothing more and holds nothing; a second `listen` of the same page ends the first. Events arrive on the core's
// thread, the count on one of ours.
package dev.frontdesk.cordova

import dev.frontdesk.Frontdesk
import dev.frontdesk.FrontdeskListener
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.launch

/** At most one open `listen` of one page. */
internal class Listening {
    private var heard: Heard? = null

    /** Starts to tell [answer]; a page that left meanwhile is told nothing. */
    fun begin(client: Frontdesk, answer: Answer) {
        val next = Heard(client, answer)
        synchronized(this) { heard.also { heard = next } }?.end()
        next.begin()
        // The page may have left between the two, when there was nothing to take away yet.
        if (answer.isSettled) next.end()
    }

    /** Nobody listens any more. */
    fun end() {
        synchronized(this) { heard.also { heard = null } }?.end()
    }
}

private class Heard(private val client: Frontdesk, private val answer: Answer) {
    private val listener = FrontdeskListener { event -> eventOf(event)?.let(answer::tell) }
    @Volatile
    private var count: Job? = null

    fun begin() {
        client.addListener(listener)
        count = CoroutineScope(Dispatchers.Default).launch {
            client.unreadCount.collect { answer.tell(unreadChanged(it)) }
        }
    }

    fun end() {
        client.removeListener(listener)
        count?.cancel()
        answer.close()
    }
}
