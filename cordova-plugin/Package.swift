// swift-tools-version: 5.9
// How cordova-ios 8 builds the plugin. The package and its product have the plugin's id, as Cordova wants them; Cordova
// puts its own copy of itself in place of the address below.
//
// Frontdesk's own package is inside the plugin when it was packed with one (`native/ios`); without one the build says so.

import Foundation
import PackageDescription

let frontdesk = "native/ios"
let carries = FileManager.default.fileExists(atPath: "\(Context.packageDirectory)/\(frontdesk)/Package.swift")

let package = Package(
    name: "cordova-plugin-frontdesk",
    platforms: [.iOS(.v15)],
    products: [.library(name: "cordova-plugin-frontdesk", targets: ["cordova-plugin-frontdesk"])],
    dependencies: [
        .package(url: "https://github.com/apache/cordova-ios.git", branch: "master")
    ] + (carries ? [.package(name: "Frontdesk", path: frontdesk)] : []),
    targets: [
        .target(
            name: "cordova-plugin-frontdesk",
            dependencies: [.product(name: "Cordova", package: "cordova-ios")]
                + (carries
                    ? [
                        .product(name: "Frontdesk", package: "Frontdesk"),
                        .product(name: "FrontdeskUI", package: "Frontdesk"),
                    ] : []),
            path: "src/ios"
        )
    ]
)
