// The table of actions: every documented name of both generations of the vendor's plugin, and ours. One file per room.
package dev.frontdesk.cordova

import dev.frontdesk.Frontdesk

/** What one action does. Values are those that [Answer.success] takes; what is thrown becomes the error. */
internal sealed interface Action {
    /** Asks the client, in the order of the calls. */
    class WithClient(val run: suspend Frontdesk.(Arguments) -> Any?) : Action

    /** Needs no client and overtakes those that wait for one. */
    class AtOnce(val run: suspend (Arguments, Surroundings) -> Any?) : Action

    /** Answers many times; the call stays open. */
    class Open(val run: suspend (Frontdesk, Call) -> Any?) : Action
}

/** All actions by their names on the wire. */
internal object Actions {
    val all: Map<String, Action> =
        startActions + sessionActions + recordActions + messengerActions + helpCenterActions + pushActions
}

/** One room of the table. */
internal fun actions(vararg entries: Pair<String, Action>): Map<String, Action> = mapOf(*entries)

/** An action that asks the client. */
internal fun ask(run: suspend Frontdesk.(Arguments) -> Any?): Action = Action.WithClient(run)
