/** Stands in for a sandbox thread that cannot start. */
process.exit(4);
