//! The Frontdesk server.
