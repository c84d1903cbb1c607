// What every test of the Android layer begins and ends with: one server for the class, the SDK ended and forgotten
// after each test, and a witness that no call of the core was made on the main thread.
package dev.frontdesk.android

import android.app.Application
import android.os.Looper
import org.junit.After
import org.junit.AfterClass
import org.junit.BeforeClass
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config

@RunWith(RobolectricTestRunner::class)
@Config(shadows = [ShadowMessengerWebView::class])
internal abstract class AndroidTest {
    protected val app: Application get() = RuntimeEnvironment.getApplication()

    protected fun start(options: FrontdeskOptions = server.options().build()): FrontdeskEntry {
        FrontdeskAndroid.start(app, options, late = false)
        shadowOf(Looper.getMainLooper()).idle()
        return checkNotNull(FrontdeskAndroid.entry)
    }

    @After
    fun endTheSdk() {
        away("the SDK ends") { FrontdeskAndroid.reset() }
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
