// The native side of the scenario driver: an Android app with the plugin in it, on this machine's JVM under Robolectric,
// whose page is the process that started it (`cordova-plugin/tests/driver/android.ts`). Between the two go lines.
//
// In:  {"open": {"server", "app-id", "api-key", "data", "fast-retry"}} once; {"exec": [service, action, id, arguments]};
//      {"end": true}.
// Out: {"opened": true}; {"js": "…"}, a statement for the page; {"ended": true}.
//
// Guarantees: nothing else is written to standard output, whoever prints; it ends with its input.
package dev.frontdesk.cordova.driver

import org.junit.runner.JUnitCore
import java.io.FileDescriptor
import java.io.FileOutputStream
import java.io.PrintStream
import kotlin.system.exitProcess


/** One app, one run of Robolectric. */
public fun main() {
    System.setOut(PrintStream(FileOutputStream(FileDescriptor.err), true))
    val result = JUnitCore.runClasses(App::class.java)
    result.failures.forEach { System.err.println(it.trace) }
    exitProcess(if (result.wasSuccessful()) 0 else 1)
}
