/*
 * A program that opens a client twice and says how that went: for `LibraryTest`, which gives it libraries.
 */
package dev.frontdesk

import java.io.File

fun main(arguments: Array<String>) {
    repeat(2) {
        try {
            Frontdesk.builder("http://127.0.0.1:1", "app", "key").dataDir(File(arguments[0])).open().close()
            println("opened")
        } catch (error: FrontdeskException.Internal) {
            println("Internal ${error.room} ${error.message}")
        }
    }
}
