/*
 * What the core announces, for listeners and as flows.
 *
 * Guarantees: events come in the core's order on its thread `frontdesk-events`; a listener that throws is logged and
 * harms neither the next event nor the next listener; a collector that is slow loses the oldest events and never holds
 * the SDK up; the state flows always hold the newest value. It knows no client, so that neither keeps the other alive.
 */
package dev.frontdesk

import dev.frontdesk.core.CoreListener
import dev.frontdesk.core.DeliveryOutcome
import dev.frontdesk.core.FrontdeskEvent
import java.util.concurrent.CopyOnWriteArrayList
import kotlinx.coroutines.channels.BufferOverflow
import kotlinx.coroutines.flow.MutableSharedFlow
import kotlinx.coroutines.flow.MutableStateFlow

/** Events that wait for a slow collector. */
private const val WAITING = 1_024

private fun <T> bounded(): MutableSharedFlow<T> =
    MutableSharedFlow(extraBufferCapacity = WAITING, onBufferOverflow = BufferOverflow.DROP_OLDEST)

/** The one listener that the core knows. */
internal class Announcements : CoreListener {
    val listeners = CopyOnWriteArrayList<FrontdeskListener>()
    val events = bounded<FrontdeskEvent>()
    val deliveries = bounded<DeliveryReceipt>()
    val unread = MutableStateFlow(0L)
    val session = MutableStateFlow(SessionState.LOGGED_OUT)

    @Volatile
    private var telling: Thread? = null
    private var heardUnread = false
    private var heardSession = false

    override fun onEvent(event: FrontdeskEvent) {
        when (event) {
            is FrontdeskEvent.UnreadChanged -> synchronized(this) {
                heardUnread = true
                unread.value = event.count
            }
            is FrontdeskEvent.SessionChanged -> synchronized(this) {
                heardSession = true
                session.value = event.state
            }
            is FrontdeskEvent.Delivery -> deliveries.tryEmit(DeliveryReceipt(event.id, event.kind, event.outcome))
            else -> Unit
        }
        events.tryEmit(event)
        telling = Thread.currentThread()
        for (listener in listeners) guarded("a listener") { listener.onEvent(event) }
        telling = null
    }

    /** Whether the calling thread is telling a listener just now. */
    fun isTelling(): Boolean = telling === Thread.currentThread()

    /** What is so when the client opens, unless an event has said otherwise already. */
    fun begin(session: SessionState, unread: Long): Unit = synchronized(this) {
        if (!heardSession) this.session.value = session
        if (!heardUnread) this.unread.value = unread
    }
}

/**
 * How an operation ended: an event that was logged, an update, a message, a receipt.
 *
 * @property id the id that the call returned
 * @property kind what it was
 * @property outcome how it ended
 * @since 0.1
 */
public data class DeliveryReceipt(
    public val id: OperationId,
    public val kind: OperationKind,
    public val outcome: DeliveryOutcome,
)

/**
 * Hears what the SDK announces, one event after the other, on the thread `frontdesk-events`. It may call any function
 * of the client; it should not block, since the next event waits for it.
 *
 * @since 0.1
 */
public fun interface FrontdeskListener {
    /** One event. */
    public fun onEvent(event: FrontdeskEvent)
}
