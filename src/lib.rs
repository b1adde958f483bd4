//! Runs an emulation campaign from plain-text records.
