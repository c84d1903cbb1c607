/*
 * What can go wrong, shaped by what the caller should do about it.
 *
 * Guarantees: every call of the SDK that fails throws one of these and nothing else (besides a coroutine's own
 * cancellation); `code` is the same word in every language and release; no message holds a token, a hash, an e-mail
 * address or what a person wrote. Immutable, for any thread.
 */
package dev.frontdesk

/**
 * A call failed. Each subclass says what the caller should do.
 *
 * @property code the stable word for the reason, for example `too_long`; the error table of the documentation lists all
 * @since 0.1
 */
public sealed class FrontdeskException(message: String, public val code: String, cause: Throwable? = null) :
    Exception(message, cause) {
    /** The field at fault as a path, for example `custom_attributes.plan`; null when none is. */
    public open val field: String? get() = null

    /** The limit that was exceeded, in the unit that [code] names; null when none was. */
    public open val limit: Long? get() = null

    /** Whether the same call may succeed later without the app changing anything. */
    public open val isTemporary: Boolean get() = false

    /** The call's arguments break a rule: change the call. Nothing was stored. */
    public class InvalidInput internal constructor(
        code: String,
        override val field: String,
        override val limit: Long?,
        message: String,
    ) : FrontdeskException(message, code)

    /** No user is logged in: call a login function first. Code `not_logged_in`. */
    public class NotLoggedIn internal constructor(message: String) : FrontdeskException(message, "not_logged_in")

    /**
     * The session forbids this call: log out first, or do not log out at all. Codes `logout_required`,
     * `unidentified_logout`, `superseded`.
     */
    public class SessionConflict internal constructor(code: String, message: String) : FrontdeskException(message, code)

    /**
     * The server could not be reached or could not answer; what the app told is kept and tried again. Codes
     * `network_unavailable`, `server_unavailable`, `rate_limited`, `misconfigured_endpoint`, `tls_untrusted`,
     * `tls_not_valid_now`.
     *
     * @property retryAfterMillis how long the server asked to wait, when it did
     */
    public class Unreachable internal constructor(
        code: String,
        public val retryAfterMillis: Long?,
        message: String,
    ) : FrontdeskException(message, code) {
        override val isTemporary: Boolean get() = true
    }

    /**
     * The server understood and said no: fix the key, the hash, the token or the call. The code is the server's, for
     * example `identity_verification_failed`.
     */
    public class Refused internal constructor(
        code: String,
        override val field: String?,
        message: String,
    ) : FrontdeskException(message, code)

    /**
     * The content cannot be shown now. Codes `content_not_live`, `content_not_targeted`, `not_found`.
     *
     * @property status its status on the server (`draft`, `paused`, `archived`), when it is not live
     * @property userMessage a sentence that an end user may see
     */
    public class ContentUnavailable internal constructor(
        code: String,
        public val status: String?,
        public val userMessage: String,
        message: String,
    ) : FrontdeskException(message, code)

    /**
     * The device cannot store now; earlier operations are intact. Codes `storage_full`, `storage_unavailable`,
     * `queue_full`, `storage_newer_schema`, `already_open`.
     */
    public class Storage internal constructor(
        code: String,
        override val limit: Long?,
        message: String,
    ) : FrontdeskException(message, code) {
        override val isTemporary: Boolean get() = code == "storage_full" || code == "queue_full"
    }

    /** The client was shut down: open a new one. Code `shut_down`. */
    public class ShutDown internal constructor(message: String = "the client was shut down") :
        FrontdeskException(message, "shut_down")

    /**
     * A defect of the SDK or of its installation; the operation may or may not have been stored. Code `internal`.
     *
     * @property room the part of the SDK that met it; `library` when the native library is missing or another one
     */
    public class Internal internal constructor(
        public val room: String,
        message: String,
        cause: Throwable? = null,
    ) : FrontdeskException(message, "internal", cause)
}
