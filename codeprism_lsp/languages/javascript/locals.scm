; inherits: javascript/shared
; Parameters of JavaScript.

(formal_parameters (identifier) @local.definition.parameter)
(formal_parameters (assignment_pattern left: (identifier) @local.definition.parameter right: (_) @value))
(formal_parameters (rest_pattern (identifier) @local.definition.parameter))

(formal_parameters (object_pattern (shorthand_property_identifier_pattern) @local.definition.parameter))
(formal_parameters (object_pattern (object_assignment_pattern
  left: (shorthand_property_identifier_pattern) @local.definition.parameter)))

(variable_declaration (variable_declarator name: (identifier) @local.definition.variable value: (_) @value)
  (#set! hoist "function"))
(variable_declaration (variable_declarator name: (identifier) @local.definition.variable)
  (#set! hoist "function"))
(lexical_declaration (variable_declarator name: (identifier) @local.definition.variable value: (_) @value))
(lexical_declaration (variable_declarator name: (identifier) @local.definition.variable))

; What any other pattern binds: after the parameters, whose patterns win.
(object_pattern (shorthand_property_identifier_pattern) @local.definition.variable)
(object_pattern (object_assignment_pattern
  left: (shorthand_property_identifier_pattern) @local.definition.variable))
(rest_pattern (identifier) @local.definition.variable)
