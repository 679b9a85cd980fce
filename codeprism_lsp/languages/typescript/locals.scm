; inherits: javascript/shared
; Parameters and types of TypeScript.

[(abstract_class_declaration) (interface_declaration) (type_alias_declaration) (function_type)
 (constructor_type) (method_signature) (abstract_method_signature) (function_signature) (call_signature)
 (construct_signature) (index_signature) (conditional_type)] @local.scope

(required_parameter pattern: (identifier) @local.definition.parameter type: (type_annotation (_) @type))
(required_parameter pattern: (identifier) @local.definition.parameter value: (_) @value)
(required_parameter pattern: (identifier) @local.definition.parameter)
(optional_parameter pattern: (identifier) @local.definition.parameter type: (type_annotation (_) @type))
(optional_parameter pattern: (identifier) @local.definition.parameter value: (_) @value)
(optional_parameter pattern: (identifier) @local.definition.parameter)
(required_parameter pattern: (rest_pattern (identifier) @local.definition.parameter)
  type: (type_annotation (_) @type))
(required_parameter pattern: (rest_pattern (identifier) @local.definition.parameter))
(variable_declaration (variable_declarator name: (identifier) @local.definition.variable
  type: (type_annotation (_) @type)) (#set! hoist "function"))
(lexical_declaration (variable_declarator name: (identifier) @local.definition.variable
  type: (type_annotation (_) @type)))
(variable_declaration (variable_declarator name: (identifier) @local.definition.variable value: (_) @value)
  (#set! hoist "function"))
(variable_declaration (variable_declarator name: (identifier) @local.definition.variable)
  (#set! hoist "function"))
(lexical_declaration (variable_declarator name: (identifier) @local.definition.variable value: (_) @value))
(lexical_declaration (variable_declarator name: (identifier) @local.definition.variable))
(type_parameter name: (type_identifier) @local.definition.type_parameter constraint: (constraint (_) @type))
(type_parameter name: (type_identifier) @local.definition.type_parameter)
(infer_type (type_identifier) @local.definition.type_parameter)
(mapped_type_clause name: (type_identifier) @local.definition.type_parameter)
(index_signature name: (identifier) @local.definition.parameter)

; What any other pattern binds: after the parameters, whose patterns win.
(object_pattern (shorthand_property_identifier_pattern) @local.definition.variable)
(object_pattern (object_assignment_pattern
  left: (shorthand_property_identifier_pattern) @local.definition.variable))
(rest_pattern (identifier) @local.definition.variable)
