// Starts the SDK before any activity of the app exists, also when the system restores one after it ended the
// process. Called by the system once per process, on the main thread; it only reads the manifest and hands over.
package dev.frontdesk.android

import android.content.ContentProvider
import android.content.ContentValues
import android.database.Cursor
import android.net.Uri
import android.util.Log

/**
 * Reads the workspace from the app's manifest and calls [FrontdeskAndroid.initialize].
 *
 * ```xml
 * <meta-data android:name="dev.frontdesk.server_url" android:value="https://desk.example.com" />
 * <meta-data android:name="dev.frontdesk.app_id" android:value="…" />
 * <meta-data android:name="dev.frontdesk.api_key" android:value="…" />
 * ```
 *
 * With none of the three it does nothing and the app calls `initialize` itself. With some of them it says in the
 * log which is missing; it never ends the app. Holds no data: every query is empty. Since 0.1.
 */
public class FrontdeskInitProvider : ContentProvider() {
    /** Starts the SDK from the manifest; true unless the system gave no context. Main thread, returns at once. Since 0.1. */
    override fun onCreate(): Boolean {
        val context = context ?: return false
        when (val found = ManifestOptions.read(context)) {
            is ManifestOptions.Complete -> FrontdeskAndroid.initialize(context, found.options)
            is ManifestOptions.Incomplete ->
                Log.e(LOG_TAG, "not started: the manifest has no <meta-data> named ${found.missing.joinToString()}")
            ManifestOptions.None -> Unit
        }
        return true
    }

    /** Always null: there is nothing to read here. Any thread. Since 0.1. */
    override fun query(
        uri: Uri,
        projection: Array<out String>?,
        selection: String?,
        selectionArgs: Array<out String>?,
        sortOrder: String?,
    ): Cursor? = null

    /** Always null: there is nothing to read here. Any thread. Since 0.1. */
    override fun getType(uri: Uri): String? = null

    /** Always null: nothing can be put in here. Any thread. Since 0.1. */
    override fun insert(uri: Uri, values: ContentValues?): Uri? = null

    /** Always 0: there is nothing to delete here. Any thread. Since 0.1. */
    override fun delete(uri: Uri, selection: String?, selectionArgs: Array<out String>?): Int = 0

    /** Always 0: there is nothing to change here. Any thread. Since 0.1. */
    override fun update(
        uri: Uri,
        values: ContentValues?,
        selection: String?,
        selectionArgs: Array<out String>?,
    ): Int = 0
}
