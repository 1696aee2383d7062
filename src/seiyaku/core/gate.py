"""The gate: may this be done? Decides; looks nothing up, writes nothing down."""
