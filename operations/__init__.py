"""Running the whole product on one machine."""
