// Whether the device has a network, as the system tells. Registered once by the entry; the system calls it on a
// thread of its own. Without the permission nothing is registered and the core keeps its own timing.
package dev.frontdesk.android

import android.Manifest.permission.ACCESS_NETWORK_STATE
import android.content.Context
import android.content.pm.PackageManager.PERMISSION_GRANTED
import android.net.ConnectivityManager
import android.net.Network
import android.util.Log

/** Tells every change of the default network. */
internal class NetworkWatch(private val changed: (available: Boolean) -> Unit) : ConnectivityManager.NetworkCallback() {
    /** Starts to hear. Returns false when the app took the permission away, which is its right. */
    fun start(context: Context): Boolean {
        if (context.checkSelfPermission(ACCESS_NETWORK_STATE) != PERMISSION_GRANTED) return false
        val networks = context.getSystemService(ConnectivityManager::class.java) ?: return false
        return try {
            networks.registerDefaultNetworkCallback(this)
            // A callback comes for a network that is there, none for one that is missing.
            if (networks.activeNetwork == null) changed(false)
            true
        } catch (refused: RuntimeException) {
            // Some devices refuse in spite of the permission, or have no callback left.
            Log.w(LOG_TAG, "the system does not tell about the network: ${refused.javaClass.simpleName}")
            false
        }
    }

    /** Hears no more. Nothing happens when it never started. */
    fun stop(context: Context) {
        runCatching { context.getSystemService(ConnectivityManager::class.java)?.unregisterNetworkCallback(this) }
    }

    override fun onAvailable(network: Network) = changed(true)

    override fun onLost(network: Network) = changed(false)
}
