// Beside the plugin, a second one for the scenario driver alone: the calls that the plugin does not have are made of the
// client behind it, in the same line of calls, so that none overtakes another. Action and argument are those of the
// protocol; the value is JSON as text. Threads are those of `FrontdeskPlugin`.
package dev.frontdesk.cordova.driver

import dev.frontdesk.Frontdesk
import dev.frontdesk.cordova.Action
import dev.frontdesk.cordova.Arguments
import dev.frontdesk.cordova.Call
import dev.frontdesk.cordova.Desk
import dev.frontdesk.cordova.Fault
import dev.frontdesk.cordova.Page
import dev.frontdesk.cordova.Surroundings
import dev.frontdesk.driver.Raw
import dev.frontdesk.driver.readCall
import org.apache.cordova.CallbackContext
import org.apache.cordova.CordovaPlugin
import dev.frontdesk.driver.Call as ClientCall
import dev.frontdesk.driver.Fault as ClientFault

/** The service's name. */
internal const val CLIENT = "FrontdeskClient"

/** See the file. */
internal class ClientPlugin : CordovaPlugin() {
    private val page = Page()

    override fun execute(action: String, rawArgs: String?, callbackContext: CallbackContext): Boolean {
        val call = Action.WithClient { arguments -> answer(this, action, arguments) }
        val surroundings = Surroundings(cordova.context, page)
        Desk.line.add(Call(call, Arguments.read(rawArgs), page.answer(callbackContext), surroundings))
        return true
    }

    private suspend fun answer(client: Frontdesk, name: String, arguments: Arguments): String {
        val call = try {
            readCall(name, arguments.raw(0)?.let(::Raw))
        } catch (fault: ClientFault) {
            throw Fault(fault.code, fault.field, fault.message.orEmpty())
        }
        return when (call) {
            is ClientCall.AtOnce -> call.answer(client)
            is ClientCall.Store -> call.answer(client)
            is ClientCall.Network -> call.answer(client)
        }.toString()
    }
}
