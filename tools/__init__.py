"""Start the app and look at it: for the browser tests, the benchmarks, the screenshots."""
