; Scopes and local bindings of Java. Fields, methods and classes are the outline's.

[(method_declaration) (constructor_declaration) (compact_constructor_declaration)
 (lambda_expression) (static_initializer)] @local.scope.function
[(class_declaration) (interface_declaration) (enum_declaration) (record_declaration)
 (block) (constructor_body) (for_statement) (enhanced_for_statement) (try_with_resources_statement)
 (catch_clause) (switch_rule) (switch_block_statement_group)] @local.scope

; The components of a record are fields, not parameters.
(method_declaration parameters: (formal_parameters
  (formal_parameter type: (_) @type name: (identifier) @local.definition.parameter)))
(constructor_declaration parameters: (formal_parameters
  (formal_parameter type: (_) @type name: (identifier) @local.definition.parameter)))
(lambda_expression parameters: (formal_parameters
  (formal_parameter type: (_) @type name: (identifier) @local.definition.parameter) (#not-eq? @type "var")))
(lambda_expression parameters: (formal_parameters
  (formal_parameter type: (type_identifier) @_var name: (identifier) @local.definition.parameter)
  (#eq? @_var "var")))
((method_declaration parameters: (formal_parameters (spread_parameter
  [(type_identifier) (scoped_type_identifier) (generic_type) (array_type)
   (integral_type) (floating_point_type) (boolean_type)] @type
  (variable_declarator name: (identifier) @local.definition.parameter))))
  (#set! type_form "{}[]"))
((constructor_declaration parameters: (formal_parameters (spread_parameter
  [(type_identifier) (scoped_type_identifier) (generic_type) (array_type)
   (integral_type) (floating_point_type) (boolean_type)] @type
  (variable_declarator name: (identifier) @local.definition.parameter))))
  (#set! type_form "{}[]"))
(lambda_expression parameters: (identifier) @local.definition.parameter)
(inferred_parameters (identifier) @local.definition.parameter)
(type_parameter (type_identifier) @local.definition.type_parameter (type_bound . (_) @type)?)

(local_variable_declaration
  type: (_) @type
  declarator: (variable_declarator name: (identifier) @local.definition.variable value: (_)? @value)
  (#not-eq? @type "var"))
(local_variable_declaration
  type: (type_identifier) @_var
  declarator: (variable_declarator name: (identifier) @local.definition.variable value: (_) @value)
  (#eq? @_var "var"))
(enhanced_for_statement
  type: (_) @type name: (identifier) @local.definition.variable
  (#not-eq? @type "var"))
(enhanced_for_statement
  type: (type_identifier) @_var name: (identifier) @local.definition.variable value: (_) @iterate
  (#eq? @_var "var"))
(resource type: (_) @type name: (identifier) @local.definition.variable (#not-eq? @type "var"))
(resource
  type: (type_identifier) @_var name: (identifier) @local.definition.variable value: (_) @value
  (#eq? @_var "var"))
(catch_formal_parameter (catch_type) @type name: (identifier) @local.definition.variable)

; A pattern's variable reaches as far as the block around it: it is in scope where its test is known
; to have succeeded, which a valid program does not leave.
(instanceof_expression right: (_) @type name: (identifier) @local.definition.variable)
(type_pattern . (_) @type . (identifier) @local.definition.variable (#not-eq? @type "var"))
(record_pattern_component . (_) @type . (identifier) @local.definition.variable (#not-eq? @type "var"))
(record_pattern_component . (type_identifier) @_var . (identifier) @local.definition.variable
  (#eq? @_var "var"))

(return_statement (_) @local.return)
(lambda_expression body: [
  (identifier) (field_access) (method_invocation) (object_creation_expression) (lambda_expression)
  (string_literal) (array_access) (cast_expression) (ternary_expression) (binary_expression)
  (parenthesized_expression) (method_reference) (this) (assignment_expression) (unary_expression)
  (update_expression) (instanceof_expression) (array_creation_expression) (class_literal)
  (decimal_integer_literal) (true) (false) (null_literal) (switch_expression)] @local.return)
