//! The smallest real host: what the README shows, with a `main` around it.
//!
//! ```sh
//! cargo run --package frontdesk-server -- dev     # prints url, app_id and keys
//! cargo run --package frontdesk-quickstart --example smallest -- URL APP_ID KEY
//! ```

use std::error::Error;
use std::time::Duration;

use frontdesk_core::{Frontdesk, FrontdeskError, Metadata};

async fn order_placed(server: &str, app_id: &str, key: &str) -> Result<(), FrontdeskError> {
    let desk = Frontdesk::builder(server, app_id, key)
        .data_dir("desk-data")
        .open()?;
    desk.login_unidentified_user().await?;
    let order = Metadata::builder()
        .with("order_number", "3434")
        .money("price", 1999, "usd")
        .build()?;
    desk.log_event("order-item", Some(order))?; // committed: survives a kill; sent in the background, once

    // An app lives on; this one ends here, so it waits until the event is out.
    desk.flush(Duration::from_secs(10)).await?;
    desk.shutdown();
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [server, app_id, key] = words.as_slice() else {
        return Err("give the server's address, the workspace's id and a key".into());
    };
    // Any executor will do: the SDK has its own thread, an app only waits for its answers.
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    Ok(runtime.block_on(order_placed(server, app_id, key))?)
}
