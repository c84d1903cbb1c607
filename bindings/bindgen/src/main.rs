//! Writes the Kotlin and Swift sources that call `bindings/ffi`, from the built library.
//!
//! A crate of its own so that the library never carries the generator. Run by `cargo xtask bindings`.

fn main() {
    uniffi::uniffi_bindgen_main();
}
