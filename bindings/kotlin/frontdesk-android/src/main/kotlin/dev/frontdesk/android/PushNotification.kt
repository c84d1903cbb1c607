// The notification of a new message: one per conversation, replaced by the next, opening that conversation. Made
// off the main thread by the push helper.
package dev.frontdesk.android

import android.annotation.SuppressLint
import android.app.Notification
import android.app.NotificationChannel
import android.app.NotificationManager
import android.app.PendingIntent
import android.content.Context
import android.content.Intent
import android.net.Uri
import android.os.Build
import android.util.Log
import dev.frontdesk.PushMessage

/** Builds and shows it; says nothing about the message but what the push itself brought. */
internal class PushNotification(private val context: Context, private val entry: FrontdeskEntry) {
    private val manager = context.getSystemService(NotificationManager::class.java)

    /** Shows one for [message]. Without the permission the system drops it silently. */
    fun show(message: PushMessage, words: PushWords, icon: Int) {
        val notification = builder()
            .setSmallIcon(if (icon != 0) icon else context.applicationInfo.icon.takeIf { it != 0 } ?: FALLBACK_ICON)
            .setContentTitle(words.title ?: appName())
            .setContentText(words.body ?: entry.options.labels.newMessage)
            .setNumber(message.unread?.toInt() ?: 0)
            .setCategory(Notification.CATEGORY_MESSAGE)
            .setVisibility(Notification.VISIBILITY_PRIVATE)
            .setAutoCancel(true)
            .setContentIntent(open(message.conversationId))
            .build()
        manager?.notify(message.conversationId, ID, notification)
    }

    private fun builder(): Notification.Builder {
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.O) {
            @Suppress("DEPRECATION")
            return Notification.Builder(context).setPriority(Notification.PRIORITY_HIGH)
        }
        // Creating one that exists changes only its name.
        val name = entry.options.labels.channel
        manager?.createNotificationChannel(NotificationChannel(CHANNEL, name, NotificationManager.IMPORTANCE_HIGH))
        return Notification.Builder(context, CHANNEL)
    }

    /** The app's first screen with the conversation over it, so that back leads into the app. */
    @SuppressLint("UnspecifiedImmutableFlag") // It is immutable.
    private fun open(conversation: String): PendingIntent {
        val messenger = MessengerActivity.intent(context)
            .putExtra(MessengerActivity.CONVERSATION, conversation)
            // Two conversations are two intents; extras alone do not tell them apart.
            .setData(Uri.fromParts("frontdesk", conversation, null))
        val app = context.packageManager.getLaunchIntentForPackage(context.packageName)
        val intents = listOfNotNull(app?.addFlags(Intent.FLAG_ACTIVITY_NEW_TASK), messenger).toTypedArray()
        if (app == null) messenger.addFlags(Intent.FLAG_ACTIVITY_NEW_TASK)
        val flags = PendingIntent.FLAG_UPDATE_CURRENT or PendingIntent.FLAG_IMMUTABLE
        return PendingIntent.getActivities(context, 0, intents, flags)
    }

    private fun appName(): CharSequence = context.applicationInfo.loadLabel(context.packageManager)

    internal companion object {
        const val CHANNEL = "frontdesk_messages"
        const val ID = 0x46_44
        /** Takes all of ours back: what they say is for somebody who is not logged in any more. Any thread. */
        fun withdraw(context: Context) {
            val manager = context.getSystemService(NotificationManager::class.java) ?: return
            try {
                manager.activeNotifications.filter { it.id == ID }.forEach { manager.cancel(it.tag, ID) }
            } catch (refused: RuntimeException) {
                Log.w(LOG_TAG, "the notifications stay: ${refused.javaClass.simpleName}")
            }
        }

        private const val FALLBACK_ICON = android.R.drawable.stat_notify_chat
    }
}
