//! What the server tells without being asked: streams under faults, two users on one device, background and
//! foreground. Most streams are written by the tests, so that every byte and every silence is theirs; in `live`
//! they are the server's own.

mod faults;
mod live;
mod news;
mod places;
mod scene;
