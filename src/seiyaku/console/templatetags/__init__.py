"""What the console's templates call."""
