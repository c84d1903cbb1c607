/*
 * What the platform tells: foreground, network, push.
 *
 * One room of `Frontdesk`, which says what holds for every call. On Android `frontdesk-android` makes these calls.
 */
package dev.frontdesk

/**
 * The calls about the device. An app uses [Frontdesk].
 *
 * @since 0.1
 */
public sealed class DeviceCalls(calls: Calls) : LibraryCalls(calls) {
    /** Whether the app is in front: then news come as a stream, otherwise by push. Answers from memory. */
    public fun setForeground(foreground: Boolean): Unit = calls.read { setForeground(foreground) }

    /** Whether there is a network: waits end when it comes back. Answers from memory. */
    public fun networkChanged(available: Boolean): Unit = calls.read { networkChanged(available) }

    /** Binds this device's push token to whoever is logged in, now and later, until the logout. */
    @JvmSynthetic
    public suspend fun setPushToken(
        provider: PushProvider,
        token: String,
        environment: PushEnvironment = PushEnvironment.PRODUCTION,
    ) {
        whole("token", token)
        calls.write { setPushToken(provider, token, environment) }
    }

    /** [setPushToken] with a callback. */
    public fun setPushToken(
        provider: PushProvider,
        token: String,
        environment: PushEnvironment,
        callback: FrontdeskCallback<Unit>?,
    ): Unit = calls.answer(callback) { setPushToken(provider, token, environment) }

    /** Forgets the push token, here and on the server. */
    @JvmSynthetic
    public suspend fun clearPushToken(): Unit = calls.write { clearPushToken() }

    /** [clearPushToken] with a callback. */
    public fun clearPushToken(callback: FrontdeskCallback<Unit>?): Unit = calls.answer(callback) { clearPushToken() }

    /**
     * Takes a push's [payload] as the platform hands it over (for FCM the message's `data`); news of it are fetched.
     * Answers from memory.
     *
     * @return what it says; null when it is not Frontdesk's or says nothing to open
     */
    public fun handlePush(payload: Map<String, Any?>): PushMessage? {
        val json = pushText(payload) ?: return null
        return calls.read { handlePush(json) }
    }

    /** The same with the payload as JSON. */
    public fun handlePush(payload: JsonText): PushMessage? = calls.read { handlePush(payload.whole) }
}

/** The payload as JSON; null for one that JSON cannot say, which is none of ours. */
internal fun pushText(payload: Map<String, Any?>): String? =
    try {
        payloadText(payload)
    } catch (_: FrontdeskException.InvalidInput) {
        null
    }
