"""From a document to the machine that it means. `machine` puts together what the others look up, each one part of the language."""
