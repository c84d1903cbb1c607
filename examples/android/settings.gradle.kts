// The smallest app that talks to its users through Frontdesk. `cargo xtask package android` makes the repository
// that is named first; a published release would need only the other two.
pluginManagement {
    repositories {
        google()
        mavenCentral()
        gradlePluginPortal()
    }
}

dependencyResolutionManagement {
    repositories {
        maven(url = uri("../../target/package/android/maven"))
        google()
        mavenCentral()
    }
}

rootProject.name = "frontdesk-example"
include(":app")
