// swift-tools-version: 6.0
// The package as it is developed: the core is the library that `cargo xtask bindings` built on this machine.
// Apps get another manifest, written by `cargo xtask package ios`, in which the core is an XCFramework.

import PackageDescription

// Where `cargo xtask bindings` left the library: in the variable, else beside this manifest.
let library = Context.environment["FRONTDESK_LIBRARY_DIR"] ?? "\(Context.packageDirectory)/lib"

let package = Package(
    name: "Frontdesk",
    platforms: [.iOS(.v15), .macOS(.v12)],
    products: [
        .library(name: "Frontdesk", targets: ["Frontdesk"]),
        .library(name: "FrontdeskUI", targets: ["FrontdeskUI"]),
        .executable(name: "frontdesk-swift", targets: ["FrontdeskDriver"]),
    ],
    targets: [
        // The core's C interface and what is generated over it. Language mode 5: the generated code is not ours.
        .systemLibrary(name: "FrontdeskCoreFFI"),
        .target(
            name: "FrontdeskCore",
            dependencies: ["FrontdeskCoreFFI"],
            swiftSettings: [.swiftLanguageMode(.v5)],
            linkerSettings: [
                .unsafeFlags(["-L\(library)", "-Xlinker", "-rpath", "-Xlinker", library]),
                .linkedLibrary("frontdesk_ffi"),
            ]
        ),
        // What apps import.
        .target(
            name: "Frontdesk",
            dependencies: ["FrontdeskCore"],
            swiftSettings: [.swiftLanguageMode(.v6)]
        ),
        // The messenger's screens on iOS. Elsewhere only what is not UIKit is compiled, and tested.
        .target(
            name: "FrontdeskUI",
            dependencies: ["Frontdesk"],
            resources: [.copy("Resources/messenger"), .copy("PrivacyInfo.xcprivacy")],
            swiftSettings: [.swiftLanguageMode(.v6)]
        ),
        // The program that the scenarios of `contract/scenarios` speak to, and that measures what a call costs.
        .executableTarget(
            name: "FrontdeskDriver",
            dependencies: ["Frontdesk", "FrontdeskCore"],
            swiftSettings: [.swiftLanguageMode(.v6)]
        ),
        .testTarget(
            name: "FrontdeskTests",
            dependencies: ["Frontdesk", "FrontdeskDriver"],
            swiftSettings: [.swiftLanguageMode(.v6)]
        ),
        .testTarget(
            name: "FrontdeskUITests",
            dependencies: ["FrontdeskUI"],
            swiftSettings: [.swiftLanguageMode(.v6)]
        ),
    ]
)
