// What an app gets merged into its own manifest: the oldest Android that is supported, and nothing exported.
package dev.frontdesk.android

import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.w3c.dom.Element
import java.io.File
import javax.xml.parsers.DocumentBuilderFactory

internal class ManifestTest {
    private val module = File(System.getProperty("frontdesk.module")!!)
    private val manifest: Element = DocumentBuilderFactory.newInstance()
        .apply { isNamespaceAware = true }
        .newDocumentBuilder()
        .parse(File(module, "src/main/AndroidManifest.xml"))
        .documentElement

    private fun all(name: String): List<Element> =
        manifest.getElementsByTagName(name).let { nodes -> List(nodes.length) { nodes.item(it) as Element } }

    private fun Element.android(name: String) = getAttributeNS("http://schemas.android.com/apk/res/android", name)

    @Test
    fun the_oldest_android_is_stated() {
        assertEquals("24", all("uses-sdk").single().android("minSdkVersion"))
    }

    @Test
    fun nothing_is_exported_and_every_component_exists() {
        val components = listOf("activity", "service", "provider", "receiver").flatMap(::all)
        assertEquals(3, components.size)
        for (component in components) {
            val name = component.android("name")
            assertEquals(name, "false", component.android("exported"))
            assertTrue(name, File(module, "src/main/kotlin/${name.replace('.', '/')}.kt").isFile)
        }
        assertEquals("android.permission.BIND_JOB_SERVICE", all("service").single().android("permission"))
    }

    @Test
    fun a_rotation_does_not_recreate_the_messenger_and_the_night_does() {
        val handled = all("activity").single().android("configChanges").split('|')
        for (change in listOf("orientation", "screenSize", "smallestScreenSize", "screenLayout", "keyboardHidden")) {
            assertTrue(change, change in handled)
        }
        assertTrue("uiMode" !in handled)
    }

    @Test
    fun only_the_two_permissions_that_the_network_needs_are_asked_for() {
        val asked = all("uses-permission").map { it.android("name") }
        assertEquals(listOf("INTERNET", "ACCESS_NETWORK_STATE").map { "android.permission.$it" }, asked)
    }

    @Test
    fun no_source_asks_for_androidx() {
        val sources = File(module, "src/main/kotlin").walk().filter { it.extension == "kt" }.toList()
        assertTrue(sources.isNotEmpty())
        for (source in sources) assertTrue(source.name, !source.readText().contains("import androidx."))
    }
}
