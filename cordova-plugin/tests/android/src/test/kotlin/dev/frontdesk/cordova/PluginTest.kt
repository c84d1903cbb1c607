// What every test of the plugin begins and ends with: one server for the class, config.xml's preferences as an app's,
// and the SDK ended and forgotten after each test.
package dev.frontdesk.cordova

import android.app.Application
import android.os.Looper
import dev.frontdesk.android.FrontdeskAndroid
import dev.frontdesk.android.MockServer
import dev.frontdesk.android.away
import org.apache.cordova.CordovaPreferences
import org.junit.After
import org.junit.AfterClass
import org.junit.BeforeClass
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf

@RunWith(RobolectricTestRunner::class)
internal abstract class PluginTest {
    protected val app: Application get() = RuntimeEnvironment.getApplication()

    /** The plugin of an app that starts the SDK with [server]'s own options, without long waits. */
    protected fun started(): Bridge {
        Desk.initialize(app, server.options().build())
        shadowOf(Looper.getMainLooper()).idle()
        return Bridge(app)
    }

    /** The same with somebody logged in. */
    protected fun loggedIn(userId: String = "ada"): Bridge = started().also {
        it.value("loginUserWithUserAttributes", """[{"userId":"$userId"}]""")
    }

    protected fun preferences(vararg values: Pair<String, String>): CordovaPreferences =
        CordovaPreferences().also { all -> values.forEach { (name, value) -> all.set(name, value) } }

    @After
    fun endTheSdk() {
        away("the SDK ends") { FrontdeskAndroid.reset() }
        Desk.reset()
    }

    internal companion object {
        lateinit var server: MockServer

        @BeforeClass
        @JvmStatic
        fun startServer() {
            server = MockServer.start()
        }

        @AfterClass
        @JvmStatic
        fun stopServer() = server.close()
    }
}
