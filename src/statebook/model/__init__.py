"""The machine as data: frozen, typed, complete, and free of YAML.

Everything here is resolved: lists, groups and wildcards of the spec are expanded, every reference
names something that exists, and every object carries the `Pointer` to where the author wrote it.
Text is kept as the author wrote it; escaping is for those who print it.

The modules of the package hold one idea each; everybody else imports from here.
"""

from statebook.model.attribute import Attribute, EnumValue, ObjectType
from statebook.model.call import Action, Api, ErrorType, Event, Parameter, Returns
from statebook.model.machine import Initial, Machine, Openness, Transition
from statebook.model.remarks import Citation, Deprecation, Evidence, Ignore, Source
from statebook.model.state import Example, Group, Poll, State
from statebook.model.value import MISSING, Json, Missing
from statebook.model.words import Holds, Kind, Level, Mover, Outcome, Visibility

__all__ = [
    "MISSING",
    "Action",
    "Api",
    "Attribute",
    "Citation",
    "Deprecation",
    "EnumValue",
    "ErrorType",
    "Event",
    "Evidence",
    "Example",
    "Group",
    "Holds",
    "Ignore",
    "Initial",
    "Json",
    "Kind",
    "Level",
    "Machine",
    "Missing",
    "Mover",
    "ObjectType",
    "Openness",
    "Outcome",
    "Parameter",
    "Poll",
    "Returns",
    "Source",
    "State",
    "Transition",
    "Visibility",
]
