"""Types where everything is declared: classes with type parameters, and functions told apart by signature.

Languages with nominal types (Java) get types from here, as their compilers do: each expression has the type
that declarations give it, type parameters are put in along the way, calls choose among overloads by the types
of their arguments, and function literals take the types of the interface that is expected of them. Types of
the language's library are known by a table. What cannot be known stays None.
"""
