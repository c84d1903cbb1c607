/*
 * What an app says about a user, built in Kotlin or Java.
 *
 * Guarantees: a property that was not touched is absent, one set to null clears the value on the server, one set to a
 * value sets it. Nothing is checked here: the core checks every field by the shared rules when the update is sent.
 * A builder is for one thread; what it builds is immutable.
 */
package dev.frontdesk

/**
 * One update of a user: standard attributes, custom attributes, companies.
 *
 * ```
 * UserAttributes {
 *     userId = "42"
 *     email = "ada@example.com"
 *     custom("plan", "pro")
 *     company("acme") { name = "Acme" }
 * }
 * ```
 *
 * @since 0.1
 */
public class UserAttributes internal constructor(internal val members: Map<String, Any?>) {
    /** Names the attributes and never their values. */
    override fun toString(): String = "UserAttributes(${members.keys.joinToString()})"

    /** Starts an update. */
    public companion object {
        /** An update that [fill] describes. */
        @JvmSynthetic
        public operator fun invoke(fill: UserAttributesBuilder.() -> Unit): UserAttributes =
            UserAttributesBuilder().apply(fill).build()

        /** An update that changes nothing yet; for Java. */
        @JvmStatic
        public fun builder(): UserAttributesBuilder = UserAttributesBuilder()
    }
}

/**
 * Collects the attributes of a user.
 *
 * @since 0.1
 */
@FrontdeskDsl
public class UserAttributesBuilder internal constructor() {
    private val members = LinkedHashMap<String, Any?>()
    private val custom = LinkedHashMap<String, Any?>()
    private val companies = ArrayList<Map<String, Any?>>()

    /** The app's own id of the user. */
    public var userId: String? by members.absentAsNull()

    /** The e-mail address. */
    public var email: String? by members.absentAsNull()

    /** The name. */
    public var name: String? by members.absentAsNull()

    /** The telephone number. */
    public var phone: String? by members.absentAsNull()

    /** The language the messenger speaks to this user, for example `de-AT`. */
    public var languageOverride: String? by members.absentAsNull()

    /** When the user signed up, in unix seconds. */
    public var signedUpAt: Long? by members.absentAsNull()

    /** Whether the user takes no e-mail. */
    public var unsubscribedFromEmails: Boolean? by members.absentAsNull()

    /** The user's picture: its `https` address of at most 2048 characters. */
    public var avatar: String? by members.absentAsNull()

    /** Sets [userId]; for Java. */
    public fun userId(value: String?): UserAttributesBuilder = apply { userId = value }

    /** Sets [email]; for Java. */
    public fun email(value: String?): UserAttributesBuilder = apply { email = value }

    /** Sets [name]; for Java. */
    public fun name(value: String?): UserAttributesBuilder = apply { name = value }

    /** Sets [phone]; for Java. */
    public fun phone(value: String?): UserAttributesBuilder = apply { phone = value }

    /** Sets [languageOverride]; for Java. */
    public fun languageOverride(value: String?): UserAttributesBuilder = apply { languageOverride = value }

    /** Sets [signedUpAt]; for Java. */
    public fun signedUpAt(unixSeconds: Long?): UserAttributesBuilder = apply { signedUpAt = unixSeconds }

    /** Sets [unsubscribedFromEmails]; for Java. */
    public fun unsubscribedFromEmails(value: Boolean?): UserAttributesBuilder = apply { unsubscribedFromEmails = value }

    /** Sets [avatar]; for Java. */
    public fun avatar(imageUrl: String?): UserAttributesBuilder = apply { avatar = imageUrl }

    /** Sets the custom attribute [name] to text, a number, true or false; null clears it. */
    public fun custom(name: String, value: Any?): UserAttributesBuilder = apply { custom[name] = value }

    /** Sets a custom attribute for each member of [attributes]. */
    public fun custom(attributes: Map<String, Any?>): UserAttributesBuilder = apply { custom.putAll(attributes) }

    /** Joins the company with the app's own [id], created when new; [fill] says more about it. */
    @JvmSynthetic
    public fun company(id: String, fill: CompanyBuilder.() -> Unit = {}): UserAttributesBuilder =
        company(CompanyBuilder(id).apply(fill))

    /** Joins [company]; for Java. */
    public fun company(company: CompanyBuilder): UserAttributesBuilder = apply { companies.add(company.members()) }

    /** The update. */
    public fun build(): UserAttributes {
        val all = LinkedHashMap(members)
        if (custom.isNotEmpty()) all["customAttributes"] = LinkedHashMap(custom)
        if (companies.isNotEmpty()) all["companies"] = ArrayList(companies)
        return UserAttributes(all)
    }
}

/**
 * Collects what is known about a company.
 *
 * @param id the app's own id of the company
 * @since 0.1
 */
@FrontdeskDsl
public class CompanyBuilder(id: String) {
    private val members = LinkedHashMap<String, Any?>().apply { put("id", id) }
    private val custom = LinkedHashMap<String, Any?>()

    /** The name. */
    public var name: String? by members.absentAsNull()

    /** The plan. */
    public var plan: String? by members.absentAsNull()

    /** What the company pays in a month, at most 2^31 - 1; the server drops fractions. */
    public var monthlySpend: Number? by members.absentAsNull()

    /** When the company was created in the app, in unix seconds. */
    public var createdAt: Long? by members.absentAsNull()

    /** Sets [name]; for Java. */
    public fun name(value: String?): CompanyBuilder = apply { name = value }

    /** Sets [plan]; for Java. */
    public fun plan(value: String?): CompanyBuilder = apply { plan = value }

    /** Sets [monthlySpend]; for Java. */
    public fun monthlySpend(value: Number?): CompanyBuilder = apply { monthlySpend = value }

    /** Sets [createdAt]; for Java. */
    public fun createdAt(unixSeconds: Long?): CompanyBuilder = apply { createdAt = unixSeconds }

    /** Sets the custom attribute [name] to text, a number, true or false; null clears it. */
    public fun custom(name: String, value: Any?): CompanyBuilder = apply { custom[name] = value }

    internal fun members(): Map<String, Any?> {
        val all = LinkedHashMap(members)
        if (custom.isNotEmpty()) all["customAttributes"] = LinkedHashMap(custom)
        return all
    }
}

/** Keeps a block of a builder from reaching into the builder around it. */
@DslMarker
@Target(AnnotationTarget.CLASS)
internal annotation class FrontdeskDsl
