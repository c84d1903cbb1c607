// Tokens, gateways and whose a notification is.

import Foundation
import XCTest

@testable import FrontdeskUI

final class PushTests: XCTestCase {
    func testATokenIsWrittenAsHex() {
        XCTAssertEqual(DeviceToken.hex(Data([0x00, 0x0F, 0xA5, 0xFF])), "000fa5ff")
        XCTAssertEqual(DeviceToken.hex(Data(repeating: 0xAB, count: 32))?.count, 64)
        XCTAssertNil(DeviceToken.hex(Data()))
        // A slice does not begin at index 0.
        XCTAssertEqual(DeviceToken.hex(Data([1, 2, 3]).dropFirst()), "0203")
    }

    func testTheGatewayIsReadFromTheProfile() {
        XCTAssertEqual(PushGateway.of(profile: profile(environment: "development"), simulator: false), .sandbox)
        XCTAssertEqual(PushGateway.of(profile: profile(environment: "production"), simulator: false), .production)
        XCTAssertEqual(PushGateway.of(profile: nil, simulator: true), .sandbox)
    }

    func testWithoutAReadableProfileItIsTheGatewayOfTheStore() {
        for profile in [nil, Data(), Data("<?xml".utf8), Data("<?xml </plist>".utf8), Data([0xFF, 0x00])] {
            XCTAssertEqual(PushGateway.of(profile: profile, simulator: false), .production)
        }
        XCTAssertEqual(PushGateway.of(profile: self.profile(environment: nil), simulator: false), .production)
    }

    func testAStrangersPushIsLeftToTheApp() {
        XCTAssertFalse(FrontdeskUI.isFrontdeskPush(["aps": ["alert": "Hi"], "when": Date()]))
        XCTAssertFalse(FrontdeskUI.handlePush([:]))
        XCTAssertTrue(FrontdeskUI.isFrontdeskPush(["aps": ["alert": "Hi"], "frontdesk": "1", "conversation_id": "42"]))
    }

    private func profile(environment: String?) -> Data {
        let entitlement = environment.map { "<key>aps-environment</key><string>\($0)</string>" } ?? ""
        let plist = """
            <?xml version="1.0" encoding="UTF-8"?>
            <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
            <plist version="1.0"><dict><key>Entitlements</key><dict>\(entitlement)</dict></dict></plist>
            """
        return Data([0x30, 0x82, 0x01]) + Data(plist.utf8) + Data([0x00, 0xFF])
    }
}
