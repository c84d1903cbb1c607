// A stand-in for Firebase's class that the plugin looks for by name. For tests.
package com.google.firebase.messaging

import com.google.android.gms.tasks.Task

/** The token is what a test says. */
public class FirebaseMessaging private constructor() {
    /** The token, or why there is none. */
    public fun getToken(): Task<String> = Task(next)

    public companion object {
        /** What the next token is. */
        public var next: Result<String> = Result.success("firebase-token")

        /** Without google-services.json there is no instance. */
        public var isSetUp: Boolean = true

        /** The one of the app. */
        @JvmStatic
        public fun getInstance(): FirebaseMessaging {
            check(isSetUp) { "Default FirebaseApp is not initialized in this process" }
            return FirebaseMessaging()
        }
    }
}
