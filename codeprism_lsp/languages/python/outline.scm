; Definitions visible beyond their own function, imports and superclasses of a Python file.

(class_definition name: (identifier) @name type_parameters: (_)? @parameters) @definition.class
; What decorators say of a function: these stand first, so that they win over the plain pattern.
(decorated_definition
  (decorator [(identifier) @_decorator (attribute attribute: (identifier) @_decorator)])
  definition: (function_definition
    name: (identifier) @name
    parameters: (parameters) @parameters
    return_type: (type)? @type) @definition.function
  (#any-of? @_decorator "property" "cached_property" "abstractproperty" "getter" "classproperty")
  (#set! modifiers "getter decorated"))
(decorated_definition
  (decorator (attribute attribute: (identifier) @_decorator))
  definition: (function_definition
    name: (identifier) @name
    parameters: (parameters) @parameters
    return_type: (type)? @type) @definition.function
  (#eq? @_decorator "setter")
  (#set! modifiers "setter decorated"))
(decorated_definition
  (decorator (identifier) @_decorator)
  definition: (function_definition
    name: (identifier) @name
    parameters: (parameters) @parameters
    return_type: (type)? @type) @definition.function
  (#any-of? @_decorator "staticmethod" "classmethod")
  (#set! modifiers "static decorated"))
(decorated_definition
  (decorator [(identifier) @_decorator (attribute attribute: (identifier) @_decorator)])
  definition: (function_definition
    name: (identifier) @name
    parameters: (parameters) @parameters
    return_type: (type)? @type) @definition.function
  (#eq? @_decorator "abstractmethod")
  (#set! modifiers "abstract decorated"))
(function_definition
  name: (identifier) @name
  parameters: (parameters) @parameters
  return_type: (type)? @type) @definition.function

(class_definition superclasses: (argument_list [(identifier) (attribute) (subscript) (call)] @extends))

; Names bound by assignment at the top level (conditionally too) and in class bodies; the view knows locals.
(assignment
  left: [
    (identifier) @name
    (pattern_list (identifier) @name)
    (tuple_pattern (identifier) @name)
  ]
  type: (type)? @type
  (#set! outside "functions")) @definition.variable
(type_alias_statement left: (type (identifier) @name)) @definition.type_alias

; Fields assigned through the receiver.
(assignment
  left: (attribute object: (identifier) @_self attribute: (identifier) @name)
  type: (type)? @type
  (#any-of? @_self "self" "cls")) @definition.field

(import_statement name: (dotted_name) @module) @import.module
(import_statement name: (aliased_import name: (dotted_name) @module alias: (identifier) @alias)) @import.module
(import_from_statement module_name: (_) @module name: (dotted_name) @name) @import.name
(import_from_statement
  module_name: (_) @module
  name: (aliased_import name: (dotted_name) @name alias: (identifier) @alias)) @import.name
(import_from_statement module_name: (_) @module (wildcard_import)) @import.wildcard
