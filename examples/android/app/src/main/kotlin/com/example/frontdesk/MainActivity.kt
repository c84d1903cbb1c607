// The smallest host: logs a visitor in, tells one event, shows the launcher, and opens the messenger by a button.
// Nothing starts the SDK here: the manifest's meta-data does. Every call is made on the main thread and leaves it.
package com.example.frontdesk

import android.app.Activity
import android.os.Bundle
import android.view.Gravity
import android.widget.Button
import android.widget.LinearLayout
import android.widget.TextView
import dev.frontdesk.FrontdeskException
import dev.frontdesk.android.FrontdeskAndroid

/** One screen with one button. */
public class MainActivity : Activity() {
    private lateinit var status: TextView

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        status = TextView(this)
        val write = Button(this).apply {
            text = "Write to us"
            setOnClickListener { open() }
        }
        setContentView(
            LinearLayout(this).apply {
                orientation = LinearLayout.VERTICAL
                gravity = Gravity.CENTER
                addView(status)
                addView(write)
            },
        )
        // Lined up until the client is open, and run in this order.
        FrontdeskAndroid.whenReady(::say) { loginUnidentifiedUser() }
        FrontdeskAndroid.whenReady(::say) { logEvent("opened-app", mapOf("screen" to "main")) }
        FrontdeskAndroid.whenReady(::say) { setLauncherVisibility(true) }
    }

    private fun open() {
        FrontdeskAndroid.whenReady(::say) { present() }
    }

    private fun say(problem: Throwable) {
        val code = (problem as? FrontdeskException)?.code ?: problem.javaClass.simpleName
        runOnUiThread { status.text = code }
    }
}
