"""The "60" dialect of Hypercom and Ingenico terminals: its driver is complete with a table from an acquirer's kit."""
