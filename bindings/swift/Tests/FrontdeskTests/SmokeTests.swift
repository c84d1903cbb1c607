import XCTest
@testable import Frontdesk

final class SmokeTests: XCTestCase {}
