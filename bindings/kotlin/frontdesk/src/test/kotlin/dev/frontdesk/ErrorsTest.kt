/*
 * Each kind of error, met for real: what an app can do about it stands in the type, why in the code.
 */
package dev.frontdesk

import java.io.File
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

class ErrorsTest {
    @Test
    fun `input is refused with code, field and limit`() = withDesk { desk ->
        val error = failure { desk.logEvent("x".repeat(121)) }
        assertTrue(error is FrontdeskException.InvalidInput)
        assertEquals(Triple("too_long", "name", 120L), Triple(error.code, error.field, error.limit))
        assertFalse(error.isTemporary)
    }

    @Test
    fun `a server that cannot be reached is temporary`() {
        MockServer().use { server ->
            withDesk(server) { desk ->
                desk.loginUserWithUserAttributes(UserAttributes { userId = "ada" })
                server.cut()
                val error = failure { desk.fetchUnreadConversationCount() }
                assertTrue(error is FrontdeskException.Unreachable && error.isTemporary)
                assertEquals("network_unavailable", error.code)
            }
        }
    }

    @Test
    fun `another user without a logout is a conflict`() = withDesk { desk ->
        desk.loginUserWithUserAttributes(UserAttributes { userId = somebody() })
        val error = failure { desk.loginUserWithUserAttributes(UserAttributes { userId = somebody() }) }
        assertTrue(error is FrontdeskException.SessionConflict)
        assertEquals("logout_required", error.code)
    }

    @Test
    fun `a folder that is open already, or is a file, cannot store`() = withFolder { folder ->
        val server = MockServer.shared
        server.builder(folder).open().use {
            val again = runBlocking { failure { server.builder(folder).open() } }
            assertTrue(again is FrontdeskException.Storage)
            assertEquals("already_open", again.code)
        }
        val file = File(folder, "file").apply { writeText("x") }
        val error = runBlocking { failure { server.builder(file).open() } }
        assertTrue(error is FrontdeskException.Storage, error.toString())
    }

    @Test
    fun `settings are refused by field`() {
        val none = runBlocking { failure { Frontdesk.open("http://127.0.0.1:1", "app", "key") {} } }
        assertEquals("data_dir", none.field)
        val url = runBlocking { failure { Frontdesk.open("ftp://x", "app", "key") { dataDir = File("/tmp/x") } } }
        assertEquals("malformed_url" to "server_url", url.code to url.field)
    }

    @Test
    fun `a workspace that refuses the key says so`() = withFolder { folder ->
        val server = MockServer.shared
        val settings = Frontdesk.builder(server.url, server.appId, "android_sdk-wrong").dataDir(folder)
        settings.fastRetry(true).open().use {
            val error = runBlocking { failure { it.loginUnidentifiedUser() } }
            assertTrue(error is FrontdeskException.Refused, error.toString())
        }
    }
}
