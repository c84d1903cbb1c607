// How large the person wants text.
//
// Guarantee: a factor between 0.8 and 2, which is what the page is laid out for; anything that is no number is 1.
// Pure.

/// The factor by which the page multiplies its text sizes.
enum TextScale {
    /// Keeps a factor within what the page can show without clipping.
    static func factor(_ wanted: Double) -> Double {
        wanted.isFinite ? min(max(wanted, 0.8), 2) : 1
    }
}
