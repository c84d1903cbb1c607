//! The Frontdesk SDK.
