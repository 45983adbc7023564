"""Names and dated tables, each written once. Data only."""
