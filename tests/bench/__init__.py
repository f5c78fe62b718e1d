"""What measurements measure has to be what it is said to be."""
