/*
 * Properties that live in a map, so that "never set" and "set to null" stay two things.
 *
 * Guarantee: reading what was never set gives null and sets nothing. For one thread, as the builders are.
 */
package dev.frontdesk

import kotlin.properties.ReadWriteProperty
import kotlin.reflect.KProperty

/** A property kept in this map under its own name. */
internal fun <T> MutableMap<String, Any?>.absentAsNull(): ReadWriteProperty<Any, T?> = MapProperty(this)

private class MapProperty<T>(private val members: MutableMap<String, Any?>) : ReadWriteProperty<Any, T?> {
    // Only `setValue` below writes under this name, with a value of this type.
    @Suppress("UNCHECKED_CAST")
    override fun getValue(thisRef: Any, property: KProperty<*>): T? = members[property.name] as T?

    override fun setValue(thisRef: Any, property: KProperty<*>, value: T?) {
        members[property.name] = value
    }
}
