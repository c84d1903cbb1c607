// swift-tools-version: 6.0
// The example as an app package: Xcode 16 or Swift Playgrounds opens this folder, no project file is needed.
// The dependency is what `cargo xtask package ios --local` wrote on this Mac; an app of yours names the released
// package's address instead.

import AppleProductTypes
import PackageDescription

let package = Package(
    name: "FrontdeskExample",
    platforms: [.iOS("15.0")],
    products: [
        .iOSApplication(
            name: "FrontdeskExample",
            targets: ["AppModule"],
            bundleIdentifier: "dev.frontdesk.example",
            displayVersion: "0.1",
            bundleVersion: "1",
            supportedDeviceFamilies: [.phone, .pad],
            supportedInterfaceOrientations: [.portrait, .landscapeLeft, .landscapeRight],
            capabilities: [
                .camera(purposeString: "To send a picture to support."),
            ]
        )
    ],
    dependencies: [
        .package(name: "ios", path: "../../../target/package/ios")
    ],
    targets: [
        .executableTarget(
            name: "AppModule",
            dependencies: [
                .product(name: "Frontdesk", package: "ios"),
                .product(name: "FrontdeskUI", package: "ios"),
            ],
            path: "."
        )
    ]
)
