/*
 * `frontdesk-kotlin drive`: the package's public functions as JSON lines, for the scenarios of `contract/scenarios`.
 *
 * Guarantees: those of `frontdesk drive`, whose help explains the protocol: each call line ends in exactly one answer
 * line; a line that is no call gets a coded error and the driver lives on; calls that wait for the network begin in the
 * order of their lines; calls that only touch the store run side by side unless one says `"wait":true`. At the end of
 * input every answer is written, the client is closed, and the last events are out before the program ends.
 *
 * `frontdesk-kotlin measure` is in `Measure.kt`.
 *
 * The main thread reads and begins; the rest runs on threads of its own; events come on `frontdesk-events`.
 */
package dev.frontdesk.driver

import dev.frontdesk.Durability
import dev.frontdesk.Frontdesk
import dev.frontdesk.FrontdeskException
import dev.frontdesk.LogLevel
import java.io.BufferedInputStream
import java.io.File
import java.io.FileOutputStream
import java.io.FileDescriptor
import java.util.concurrent.Executors
import kotlin.system.exitProcess
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.joinAll
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.serialization.json.JsonElement

/** Threads for calls that touch the store; more calls wait for a free one. */
private const val STORE_THREADS = 64

fun main(arguments: Array<String>) {
    if (arguments.firstOrNull() == "measure") exitProcess(measure(arguments.drop(1)))
    val options = try {
        Options.read(arguments.toList())
    } catch (wrong: IllegalArgumentException) {
        System.err.println("${wrong.message}\nusage: frontdesk-kotlin drive ${Options.USAGE}")
        exitProcess(2)
    }
    val output = Output(FileOutputStream(FileDescriptor.out))
    val desk = try {
        open(options, output)
    } catch (error: FrontdeskException) {
        output.error(null, faultOf(error))
        exitProcess(1)
    }
    Driver(desk, output).serve(Lines(BufferedInputStream(System.`in`, 1 shl 16)))
    desk.close()
    exitProcess(if (output.isBroken) 1 else 0)
}

private fun open(options: Options, output: Output): Frontdesk =
    Frontdesk.builder(options.needed("server"), options.needed("app-id"), options.needed("api-key")).apply {
        dataDir = File(options.needed("data"))
        locale = null
        platform = options["platform"] ?: "kotlin"
        fastRetry = options.fastRetry
        durability = when (options["durability"]) {
            null -> null
            "process" -> Durability.PROCESS
            "power" -> Durability.POWER
            else -> throw IllegalArgumentException("--durability is process or power")
        }
        lingerMillis = options.number("linger-ms")
        deliveryWaitMillis = options.number("delivery-wait-ms")
        requestTimeoutMillis = options.number("request-timeout-ms")
        maxOperations = options.number("max-operations")
        logLevel = LogLevel.OFF
        listener = output
    }.open()

/** Reads, begins and answers until the input ends or the output is gone. */
private class Driver(private val desk: Frontdesk, private val output: Output) {
    private val threads = Executors.newFixedThreadPool(STORE_THREADS) { work ->
        Thread(work, "driver-store").apply { isDaemon = true }
    }.asCoroutineDispatcher()
    private val scope = CoroutineScope(SupervisorJob() + Dispatchers.Default)
    private val outstanding = ArrayList<Job>()

    fun serve(lines: Lines) {
        while (!output.isBroken) {
            try {
                val bytes = lines.next() ?: break
                serve(readLine(bytes) ?: continue)
            } catch (fault: LineFault) {
                output.error(fault.id, faultOf(fault.fault))
            }
            outstanding.removeAll { it.isCompleted }
        }
        runBlocking { outstanding.joinAll() }
    }

    private fun serve(line: Line) {
        val call = try {
            readCall(line.call, line.arguments)
        } catch (fault: Fault) {
            throw LineFault(line.id, fault)
        } catch (error: FrontdeskException) {
            return output.error(line.id, faultOf(error))
        }
        val job = when (call) {
            is Call.AtOnce -> return runBlocking { answer(line.id) { call.answer(desk) } }
            is Call.Store -> scope.launch(threads) { answer(line.id) { call.answer(desk) } }
            is Call.Network ->
                scope.launch(start = CoroutineStart.UNDISPATCHED) { answer(line.id) { call.answer(desk) } }
        }
        outstanding.add(job)
        if (line.wait) runBlocking { job.join() }
    }

    private suspend fun answer(id: String, call: suspend () -> JsonElement) {
        try {
            output.ok(id, call())
        } catch (error: FrontdeskException) {
            output.error(id, faultOf(error))
        } catch (defect: Exception) {
            // A call is answered whatever happens; the package promises that nothing but the above is thrown.
            output.error(id, faultOf(Fault("internal", "", "the call ended in ${defect.javaClass.name}")))
        }
    }
}
