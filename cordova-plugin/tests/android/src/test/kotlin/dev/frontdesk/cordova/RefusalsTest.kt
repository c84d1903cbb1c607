// One answer everywhere: `cordova-plugin/tests/refusals.json` on Android. The browser platform and iOS run the same rows.
package dev.frontdesk.cordova

import org.json.JSONArray
import org.json.JSONObject
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import java.io.File

internal class RefusalsTest : PluginTest() {
    @Test
    fun every_refusal_has_the_code_and_the_field_that_it_has_on_every_platform() {
        val file = File(System.getProperty("frontdesk.module"), "../refusals.json")
        val rows = JSONObject(file.readText()).getJSONArray("rows")
        assertTrue(rows.length() > 100)
        val page = loggedIn("refused")
        val calls = List(rows.length()) { rows.getJSONObject(it) }
            .map { it to page.call(it.getString("action"), it.getJSONArray("args").toString()) }
        val told = calls.map { (row, id) ->
            val answer = page.answer(id)
            val error = answer.value as? JSONObject
            line(row, error?.optString("code") ?: "$answer", error?.optString("field").orEmpty())
        }
        val wanted = calls.map { (row, _) -> line(row, row.getString("code"), row.optString("field")) }
        assertEquals(wanted.joinToString("\n"), told.joinToString("\n"))
        assertEquals("true", page.value("isUserLoggedIn"))
    }

    private fun line(row: JSONObject, code: String, field: String): String =
        "${row.getString("action")} ${row.get("args") as JSONArray}: $code $field"
}
