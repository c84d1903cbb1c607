// The exec service `Intercom` on Android: what JavaScript asks goes to the Kotlin package, what comes back goes to
// JavaScript. It decides nothing.
//
// Guarantees: every call is answered exactly once, with a value or with `{"code", "message", …}`, also an unknown
// action, hostile arguments, and a call that is under way when its page goes (then with `bridge_reset`); the order of
// the calls is the order of their effects; nothing of the SDK runs on the thread that Cordova calls on.
//
// Cordova makes one instance per activity and calls `execute` on its own threads.
package dev.frontdesk.cordova

import android.Manifest.permission.POST_NOTIFICATIONS
import android.os.Build
import org.apache.cordova.CallbackContext
import org.apache.cordova.CordovaPlugin

/** Named in config.xml as the feature `Intercom`. Since 0.1. */
public class FrontdeskPlugin : CordovaPlugin() {
    private val page = Page(::askForNotifications)

    /** The arguments as JavaScript wrote them: the core reads objects itself, however deep or large they are. */
    override fun execute(action: String, rawArgs: String?, callbackContext: CallbackContext): Boolean {
        val answer = page.answer(callbackContext)
        val call = Actions.all[action]
        if (call == null) {
            answer.failure("unknown_action", "no such action: see the plugin's documentation", field = "action")
        } else {
            Desk.line.add(Call(call, Arguments.read(rawArgs), answer, Surroundings(cordova.context.applicationContext, page)))
        }
        // Always: with false Cordova would answer a second time.
        return true
    }

    private fun askForNotifications() {
        // Below Android 13 nobody needs to be asked. An app whose manifest does not name it is told no by the system.
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU && !cordova.hasPermission(POST_NOTIFICATIONS)) {
            cordova.requestPermission(this, 0, POST_NOTIFICATIONS)
        }
    }

    /** The page goes, or is loaded again: nobody hears what is still under way. */
    override fun onReset() {
        page.leave()
    }

    /** The activity goes. What was told is still done: the line belongs to the process and holds nothing of it. */
    override fun onDestroy() {
        page.end()
    }
}
