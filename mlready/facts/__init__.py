"""What files say: pure functions from bytes to plain frozen data. Facts never judge."""
