"""The structural difference, one aspect a module; every module offers `facts(pairing)`."""
