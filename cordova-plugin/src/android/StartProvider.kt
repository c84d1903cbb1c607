// Starts the SDK from config.xml before any activity exists, also when the system restores one after it ended the
// process. Called by the system once per process, on the main thread; it reads one resource and hands over.
package dev.frontdesk.cordova

import android.content.ContentProvider
import android.content.ContentValues
import android.content.Context
import android.database.Cursor
import android.net.Uri
import android.util.Log

/** Named in the app's manifest by plugin.xml. Holds no data: every query is empty. Since 0.1. */
public class StartProvider : ContentProvider() {
    /** Starts what config.xml describes; never ends the app. */
    override fun onCreate(): Boolean {
        val context = context ?: return false
        carryOut(context, Plan.of(Preferences.of(context)))
        return true
    }

    /** Always null: there is nothing to read here. */
    override fun query(
        uri: Uri,
        projection: Array<out String>?,
        selection: String?,
        selectionArgs: Array<out String>?,
        sortOrder: String?,
    ): Cursor? = null

    /** Always null: there is nothing to read here. */
    override fun getType(uri: Uri): String? = null

    /** Always null: nothing can be put in here. */
    override fun insert(uri: Uri, values: ContentValues?): Uri? = null

    /** Always 0: there is nothing to delete here. */
    override fun delete(uri: Uri, selection: String?, selectionArgs: Array<out String>?): Int = 0

    /** Always 0: there is nothing to change here. */
    override fun update(
        uri: Uri,
        values: ContentValues?,
        selection: String?,
        selectionArgs: Array<out String>?,
    ): Int = 0

    internal companion object {
        /** Starts, waits for `initialize`, or says what is missing. */
        fun carryOut(context: Context, plan: Plan) {
            when (plan) {
                is Plan.Start -> Desk.initialize(context, plan.options)
                is Plan.Lacking -> {
                    Log.e("Frontdesk", plan.fault.sentence)
                    Desk.lacks(plan.fault)
                }
                Plan.ByHand -> Unit
            }
        }
    }
}
