"""A machine in other formats: one module a format in `formats`, found by being there.

A format is a module of `formats` with

- `NAME`: what a user types, such as `json-schema`,
- `EXTENSION`: of the files it makes, without a dot,
- a docstring whose first line says what it is,
- `def export(subject: Subject) -> Export`,
- `OPTIONS`, if it has any: a tuple of `format.Option`. Its user writes `--name VALUE`, and finds them
  in the list of formats; `subject.options` holds the values.

Nothing else lists the formats.
"""
