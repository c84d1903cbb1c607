// `registerForPush`: asks the person, and hands on the token of the app's own Firebase when there is one.
package dev.frontdesk.cordova

import com.google.firebase.messaging.FirebaseMessaging
import dev.frontdesk.android.away
import dev.frontdesk.android.eventually
import org.json.JSONObject
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNull
import org.junit.Assert.assertThrows
import org.junit.Test

internal class RegisterTest : PluginTest() {
    @After
    fun setUpAgain() {
        FirebaseMessaging.isSetUp = true
        FirebaseMessaging.next = Result.success("firebase-token")
    }

    @Test
    fun registering_asks_where_android_wants_that_and_hands_the_token_of_firebase_on() {
        FirebaseMessaging.next = Result.success("token-of-the-apps-own-firebase")
        val page = loggedIn("registers")
        assertNull(page.value("registerForPush"))
        assertEquals(listOf("android.permission.POST_NOTIFICATIONS"), page.asked.toList())
        eventually("the server has the token") {
            server.requests().any { it.toString().contains("token-of-the-apps-own-firebase") }
        }
    }

    @Test
    fun without_a_firebase_that_is_set_up_it_says_so_at_once_and_asks_all_the_same() {
        FirebaseMessaging.isSetUp = false
        val page = Bridge(app)
        assertEquals("push_unavailable", page.code("registerForPush"))
        assertEquals(1, page.asked.size)
        val without = MessagingLibrary.of(ClassLoader.getPlatformClassLoader())
        val fault = assertThrows(Fault::class.java) { away("no library") { without.token() } }
        assertEquals("push_unavailable", fault.code)
    }

    @Test
    fun a_token_that_google_does_not_give_now_is_a_temporary_error() {
        FirebaseMessaging.next = Result.failure(IllegalStateException("SERVICE_NOT_AVAILABLE"))
        val error = started().ask("registerForPush").value as JSONObject
        assertEquals("push_token_failed true", "${error.getString("code")} ${error.getBoolean("temporary")}")
    }
}
