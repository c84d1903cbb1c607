/*
 * What the app tells about the user's doings, and what is not delivered yet.
 *
 * One room of `Frontdesk`, which says what holds for every call. Each suspend function has a form with a callback.
 */
package dev.frontdesk

/**
 * The calls about events and the queue. An app uses [Frontdesk].
 *
 * @since 0.1
 */
public sealed class RecordCalls(calls: Calls) : SessionCalls(calls) {
    /**
     * Logs an event. Success means durably stored: it is delivered exactly once, also after the process was killed.
     *
     * @param name at most 120 characters
     * @param metadata texts, numbers, truth values, lists and maps: 31 KB, 256 keys, 8 levels
     * @return the operation's id, under which [Frontdesk.deliveries] tells how it ended
     * @throws FrontdeskException the fault of name or metadata by field; `queue_full`, `storage_full` and their like
     */
    @JvmSynthetic
    public suspend fun logEvent(name: String, metadata: Map<String, Any?>? = null): OperationId {
        whole("name", name)
        val json = metadata?.let { jsonText("metadata", it) }
        return calls.write { logEvent(name, json) }
    }

    /** [logEvent] with a callback. */
    public fun logEvent(
        name: String,
        metadata: Map<String, Any?>?,
        callback: FrontdeskCallback<OperationId>?,
    ): Unit = calls.answer(callback) { logEvent(name, metadata) }

    /** The same with [metadata] as JSON. */
    @JvmSynthetic
    public suspend fun logEvent(name: String, metadata: JsonText): OperationId {
        whole("name", name)
        return calls.write { logEvent(name, metadata.whole) }
    }

    /** [logEvent] with JSON and a callback; `logEventJson` in Java, where null would fit both this and a map. */
    @JvmName("logEventJson")
    public fun logEvent(name: String, metadata: JsonText, callback: FrontdeskCallback<OperationId>?): Unit =
        calls.answer(callback) { logEvent(name, metadata) }

    /**
     * How many more updates travel one by one in the present window of time.
     *
     * @throws FrontdeskException `not_logged_in`
     */
    @JvmSynthetic
    public suspend fun updateQuota(): UpdateQuota = calls.write { updateQuota() }

    /** [updateQuota] with a callback. */
    public fun updateQuota(callback: FrontdeskCallback<UpdateQuota>?): Unit = calls.answer(callback) { updateQuota() }

    /** What is not delivered yet, and what the server refused, with its reason. */
    @JvmSynthetic
    public suspend fun pending(): Pending = calls.write { pending() }

    /** [pending] with a callback. */
    public fun pending(callback: FrontdeskCallback<Pending>?): Unit = calls.answer(callback) { pending() }

    /**
     * Delivers what waits, without pauses, until nothing is left or the time is up.
     *
     * @param timeoutMillis how long to wait at most
     * @return what is left
     */
    @JvmSynthetic
    public suspend fun flush(timeoutMillis: Long = 10_000): Pending =
        calls.wait { flush(timeoutMillis.coerceAtLeast(0).toULong()) }

    /** [flush] with a callback. */
    public fun flush(timeoutMillis: Long, callback: FrontdeskCallback<Pending>?): Unit =
        calls.answer(callback) { flush(timeoutMillis) }

    /**
     * Sends an operation that the server refused once more.
     *
     * @return false when there is none with this id
     */
    @JvmSynthetic
    public suspend fun retryOperation(id: OperationId): Boolean {
        whole("id", id)
        return calls.write { retryOperation(id) }
    }

    /** [retryOperation] with a callback. */
    public fun retryOperation(id: OperationId, callback: FrontdeskCallback<Boolean>?): Unit =
        calls.answer(callback) { retryOperation(id) }

    /**
     * Forgets an operation that the server refused.
     *
     * @return false when there is none with this id
     */
    @JvmSynthetic
    public suspend fun dismiss(id: OperationId): Boolean {
        whole("id", id)
        return calls.write { dismiss(id) }
    }

    /** [dismiss] with a callback. */
    public fun dismiss(id: OperationId, callback: FrontdeskCallback<Boolean>?): Unit =
        calls.answer(callback) { dismiss(id) }

    /** A report for support, as JSON, without tokens and without what people wrote. */
    @JvmSynthetic
    public suspend fun diagnostics(): String = calls.wait { diagnosticsJson() }

    /** [diagnostics] with a callback. */
    public fun diagnostics(callback: FrontdeskCallback<String>?): Unit = calls.answer(callback) { diagnostics() }
}
