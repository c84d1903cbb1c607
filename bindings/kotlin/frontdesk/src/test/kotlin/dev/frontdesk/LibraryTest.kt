/*
 * Row F7: a native library that is missing, foreign or of another release, each in a JVM of its own.
 *
 * "Another release" is the real library with one checksum function answering something else, written over its machine
 * code: that is all a binding of another release would notice.
 */
package dev.frontdesk

import java.io.File
import java.nio.ByteBuffer
import java.nio.ByteOrder
import java.util.concurrent.TimeUnit
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Assumptions.assumeTrue
import org.junit.jupiter.api.Test

class LibraryTest {
    private val name = System.mapLibraryName("frontdesk_ffi")
    private val real = File(System.getProperty("jna.library.path"), name)

    @Test
    fun `F7 the right library opens`() = withFolder { folder ->
        real.copyTo(File(folder, name))
        assertEquals("opened", opened(folder))
    }

    @Test
    fun `F7 a missing library is reported by open, each time`() = withFolder { folder ->
        assertTrue(opened(folder).startsWith("Internal library the native library cannot be used: there is none"))
    }

    @Test
    fun `F7 a file that is no library is reported by open`() = withFolder { folder ->
        File(folder, name).writeText("no library")
        assertTrue(opened(folder).startsWith("Internal library the native library cannot be used: there is none"))
    }

    @Test
    fun `F7 a library without our functions is reported by open`() = withFolder { folder ->
        val other = File("/proc/self/maps").takeIf(File::canRead)?.readLines()
            ?.map { it.substringAfter('/', "") }
            ?.firstOrNull { "libz.so" in it || "libm.so" in it }
        assumeTrue(other != null, "no other library is loaded that could be taken")
        File("/$other").copyTo(File(folder, name))
        val told = opened(folder)
        assertTrue(told.startsWith("Internal library the native library cannot be used: it lacks functions"), told)
    }

    @Test
    fun `F7 a library of another release is reported by open`() {
        val code = when (System.getProperty("os.arch")) {
            "amd64" -> byteArrayOf(0xb8.toByte(), 0x34, 0x12, 0, 0, 0xc3.toByte())
            "aarch64" -> byteArrayOf(0x80.toByte(), 0x46, 0x82.toByte(), 0x52, 0xc0.toByte(), 0x03, 0x5f, 0xd6.toByte())
            else -> null
        }
        assumeTrue(code != null && name.endsWith(".so"), "this test knows ELF and two processors")
        for (function in listOf("checksum_method_coreclient_log_event", "uniffi_contract_version")) {
            withFolder { folder ->
                val bytes = real.readBytes()
                code!!.copyInto(bytes, Elf(bytes).functionEndingWith(function))
                File(folder, name).writeBytes(bytes)
                val told = opened(folder)
                assertTrue(told.startsWith("Internal library the native library cannot be used: it is another"), told)
            }
        }
    }

    /** What a fresh JVM says that opens a client twice with the library of this folder. */
    private fun opened(folder: File): String {
        val java = File(System.getProperty("java.home"), "bin/java").path
        val program = ProcessBuilder(
            java, "-XX:TieredStopAtLevel=1", "-Djna.library.path=$folder", "-cp", System.getProperty("java.class.path"),
            "dev.frontdesk.OpensOnceKt", File(folder, "data").path,
        ).redirectErrorStream(true)
        // Cargo names its build folder here, where the real library is.
        program.environment().keys.removeAll { it.endsWith("LD_LIBRARY_PATH") }
        val process = program.start()
        val told = process.inputStream.bufferedReader().readLines()
        assertTrue(process.waitFor(DEADLINE_MS, TimeUnit.MILLISECONDS))
        assertEquals(2, told.size, told.toString())
        assertEquals(told[0], told[1])
        return told[0]
    }
}

/** As much of an ELF file of 64 bits as it takes to find a function. */
private class Elf(bytes: ByteArray) {
    private val file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN)
    private val sections = List(file.getShort(60).toInt()) {
        Section(file.getLong(40).toInt() + it * file.getShort(58).toInt())
    }

    /** The place in the file of the code of the one exported function whose name ends like this. */
    fun functionEndingWith(name: String): Int {
        val symbols = sections.first { it.kind == DYNAMIC_SYMBOLS }
        val names = sections[symbols.link]
        for (at in symbols.offset until symbols.offset + symbols.size step 24) {
            if (text(names.offset + file.getInt(at)).endsWith(name)) return inFile(file.getLong(at + 8))
        }
        throw AssertionError("no function $name")
    }

    private fun inFile(address: Long): Int {
        val section = sections.first { it.address != 0L && address in it.address until it.address + it.size }
        return (address - section.address).toInt() + section.offset
    }

    private fun text(at: Int): String = generateSequence(at) { it + 1 }.map { file.get(it).toInt().toChar() }
        .takeWhile { it != '\u0000' }.joinToString("")

    private inner class Section(at: Int) {
        val kind = file.getInt(at + 4)
        val address = file.getLong(at + 16)
        val offset = file.getLong(at + 24).toInt()
        val size = file.getLong(at + 32).toInt()
        val link = file.getInt(at + 40)
    }

    private companion object {
        const val DYNAMIC_SYMBOLS = 11
    }
}
