/*
 * Who is logged in: login, update, logout, credentials.
 *
 * One room of `Frontdesk`, which says what holds for every call. Each suspend function has a form with a callback.
 */
package dev.frontdesk

/**
 * The calls about the session. An app uses [Frontdesk].
 *
 * @since 0.1
 */
public sealed class SessionCalls(internal val calls: Calls) {
    /**
     * Logs in a visitor without a name. Answers at once from the stored session when a visitor is logged in already,
     * without a network too.
     *
     * @throws FrontdeskException `logout_required`, or why the server could not be asked
     */
    @JvmSynthetic
    public suspend fun loginUnidentifiedUser(): LoginResult = calls.wait { loginUnidentifiedUser() }

    /** [loginUnidentifiedUser] with a callback. */
    public fun loginUnidentifiedUser(callback: FrontdeskCallback<LoginResult>?): Unit =
        calls.answer(callback) { loginUnidentifiedUser() }

    /**
     * Logs in the user whom `userId` or `email` of [attributes] names and sends the other attributes along. A visitor
     * who was logged in becomes this user, with everything written so far.
     *
     * @return how it ended; attributes that the server would not take, and keys that are no attribute, are listed
     * @throws FrontdeskException `logout_required` when somebody else is logged in, the attributes' faults by field, or
     *   why the server could not be asked
     */
    @JvmSynthetic
    public suspend fun loginUserWithUserAttributes(attributes: UserAttributes): LoginResult =
        loginUserWithUserAttributes(attributes.members)

    /** [loginUserWithUserAttributes] with a callback. */
    public fun loginUserWithUserAttributes(
        attributes: UserAttributes,
        callback: FrontdeskCallback<LoginResult>?,
    ): Unit = calls.answer(callback) { loginUserWithUserAttributes(attributes) }

    /** The same with [attributes] as a map, in either spelling of the keys (`userId`, `user_id`). */
    @JvmSynthetic
    public suspend fun loginUserWithUserAttributes(attributes: Map<String, Any?>): LoginResult {
        val json = shapeText(attributes)
        return calls.wait { loginUserWithUserAttributes(json) }
    }

    /** [loginUserWithUserAttributes] with a map and a callback. */
    public fun loginUserWithUserAttributes(
        attributes: Map<String, Any?>,
        callback: FrontdeskCallback<LoginResult>?,
    ): Unit = calls.answer(callback) { loginUserWithUserAttributes(attributes) }

    /** The same with [attributes] as JSON, in either spelling of the keys. */
    @JvmSynthetic
    public suspend fun loginUserWithUserAttributes(attributes: JsonText): LoginResult =
        calls.wait { loginUserWithUserAttributes(attributes.whole) }

    /** [loginUserWithUserAttributes] with JSON and a callback. */
    public fun loginUserWithUserAttributes(
        attributes: JsonText,
        callback: FrontdeskCallback<LoginResult>?,
    ): Unit = calls.answer(callback) { loginUserWithUserAttributes(attributes) }

    /**
     * Changes attributes of the user who is logged in.
     *
     * @return accepted by the server, or durably queued when it did not answer in time
     * @throws FrontdeskException the attributes' faults by field; `not_logged_in`; `storage_full` and its like
     */
    @JvmSynthetic
    public suspend fun updateUser(attributes: UserAttributes): UpdateResult = updateUser(attributes.members)

    /** [updateUser] with a callback. */
    public fun updateUser(attributes: UserAttributes, callback: FrontdeskCallback<UpdateResult>?): Unit =
        calls.answer(callback) { updateUser(attributes) }

    /** The same with [attributes] as a map, in either spelling of the keys. */
    @JvmSynthetic
    public suspend fun updateUser(attributes: Map<String, Any?>): UpdateResult {
        val json = shapeText(attributes)
        return calls.wait { updateUser(json) }
    }

    /** [updateUser] with a map and a callback. */
    public fun updateUser(attributes: Map<String, Any?>, callback: FrontdeskCallback<UpdateResult>?): Unit =
        calls.answer(callback) { updateUser(attributes) }

    /** The same with [attributes] as JSON, in either spelling of the keys. */
    @JvmSynthetic
    public suspend fun updateUser(attributes: JsonText): UpdateResult = calls.wait { updateUser(attributes.whole) }

    /** [updateUser] with JSON and a callback. */
    public fun updateUser(attributes: JsonText, callback: FrontdeskCallback<UpdateResult>?): Unit =
        calls.answer(callback) { updateUser(attributes) }

    /**
     * Logs out and wipes everything personal from this device.
     *
     * @param force log out even a visitor without a name, whose history is then lost to them
     * @param purgeUnsent remove what was not delivered yet, instead of delivering it as the user who made it
     * @throws FrontdeskException `not_logged_in`, `unidentified_logout`
     */
    @JvmSynthetic
    public suspend fun logout(force: Boolean = false, purgeUnsent: Boolean = false): Unit =
        calls.wait { logout(force, purgeUnsent) }

    /** [logout] with a callback. */
    @JvmOverloads
    public fun logout(
        callback: FrontdeskCallback<Unit>?,
        force: Boolean = false,
        purgeUnsent: Boolean = false,
    ): Unit = calls.answer(callback) { logout(force, purgeUnsent) }

    /**
     * Hands over the HMAC-SHA256 of the user's id (or e-mail address) under the workspace's secret, in hex, for a
     * server that verifies identities. Call it before the login.
     */
    @JvmSynthetic
    public suspend fun setUserHash(hash: String) {
        whole("hash", hash)
        calls.write { setUserHash(hash) }
    }

    /** [setUserHash] with a callback. */
    public fun setUserHash(hash: String, callback: FrontdeskCallback<Unit>?): Unit =
        calls.answer(callback) { setUserHash(hash) }

    /** Hands over a JWT that proves who the user is. Call it before the login, and again when one has expired. */
    @JvmSynthetic
    public suspend fun setUserJwt(jwt: String) {
        whole("jwt", jwt)
        calls.write { setUserJwt(jwt) }
    }

    /** [setUserJwt] with a callback. */
    public fun setUserJwt(jwt: String, callback: FrontdeskCallback<Unit>?): Unit =
        calls.answer(callback) { setUserJwt(jwt) }

    /**
     * Keeps tokens of the app's own services for the present user, by name, in memory alone; tokens of the same name
     * are replaced, and all are forgotten at the logout.
     *
     * @throws FrontdeskException `not_logged_in`, `too_many_tokens`, the fault of a name or token by field
     */
    @JvmSynthetic
    public suspend fun setAuthTokens(tokens: Map<String, String>) {
        val checked = tokens.entries.associate { (name, token) ->
            whole("auth_tokens", name) to whole("auth_tokens.$name", token)
        }
        calls.write { setAuthTokens(checked) }
    }

    /** [setAuthTokens] with a callback. */
    public fun setAuthTokens(tokens: Map<String, String>, callback: FrontdeskCallback<Unit>?): Unit =
        calls.answer(callback) { setAuthTokens(tokens) }

    /** The token that [setAuthTokens] kept under [name]. Answers from memory. */
    public fun authToken(name: String): String? {
        whole("name", name)
        return calls.read { authToken(name) }
    }

    /** Whether somebody is logged in. Answers from memory. */
    public fun isUserLoggedIn(): Boolean = calls.read { isUserLoggedIn() }

    /**
     * Who is logged in. Answers from memory.
     *
     * @throws FrontdeskException `not_logged_in`
     */
    public fun fetchLoggedInUserAttributes(): LoggedInUser = calls.read { fetchLoggedInUserAttributes() }
}
