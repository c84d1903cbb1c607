/*
 * Foreign code that the core calls.
 *
 * Guarantee: what it throws is logged by the name of its class and reaches the core as "failed", nothing more.
 */
package dev.frontdesk

import dev.frontdesk.core.CallbackException
import dev.frontdesk.core.Presentation

/** A presenter of the app's. */
internal class ContainedPresenter(private val presenter: Presenter) : Presenter {
    override fun present(what: Presentation): Unit = failing("a presenter") { presenter.present(what) }

    override fun hide(): Unit = failing("a presenter") { presenter.hide() }

    override fun openLink(url: String): Unit = failing("a presenter") { presenter.openLink(url) }
}

/** A sink of the messenger's page. */
internal class ContainedSink(private val sink: BridgeSink) : BridgeSink {
    override fun onMessage(json: String): Unit = failing("a bridge sink") { sink.onMessage(json) }
}

private inline fun failing(what: String, call: () -> Unit) {
    try {
        call()
    } catch (thrown: Throwable) {
        Log.contained(what, thrown)
        throw CallbackException.Failed()
    }
}
