plugins {
    id("com.android.application")
    id("org.jetbrains.kotlin.android")
}

android {
    namespace = "com.example.frontdesk"
    compileSdk = 35

    defaultConfig {
        applicationId = "com.example.frontdesk"
        minSdk = 24
        targetSdk = 35
        versionCode = 1
        versionName = "1.0"
        // From the environment or gradle.properties, so that no workspace is written into the sources.
        manifestPlaceholders["frontdeskServer"] = providers.gradleProperty("frontdeskServer").getOrElse("http://127.0.0.1:8080")
        manifestPlaceholders["frontdeskApp"] = providers.gradleProperty("frontdeskApp").getOrElse("")
        manifestPlaceholders["frontdeskKey"] = providers.gradleProperty("frontdeskKey").getOrElse("")
    }

    buildTypes {
        release {
            // Shrunk with the rules that travel inside the AAR and none of our own.
            isMinifyEnabled = true
            proguardFiles(getDefaultProguardFile("proguard-android-optimize.txt"))
            signingConfig = signingConfigs.getByName("debug")
        }
    }

    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_17
        targetCompatibility = JavaVersion.VERSION_17
    }
}

kotlin {
    jvmToolchain(17)
}

dependencies {
    implementation("dev.frontdesk:frontdesk-android:0.1.0")
}
