"""What all visitors of one process share: caches, trained models, measurements."""
