"""OpenAPI documents: the schema whose values are states, and what else a document says of them."""
