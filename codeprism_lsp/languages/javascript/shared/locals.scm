; Scopes and local bindings that JavaScript and TypeScript write alike.

[(function_declaration) (generator_function_declaration) (function_expression) (generator_function)
 (arrow_function) (method_definition)] @local.scope.function
(class_static_block) @local.scope.function
[(statement_block) (for_statement) (for_in_statement) (catch_clause) (switch_body)
 (class_declaration) (class)] @local.scope

; A literal's members are seen through the literal only.
(object) @local.scope
(object (pair key: (property_identifier) @local.definition.field value: (_) @value))
(object (method_definition name: (property_identifier) @local.definition.field) (#set! scope "parent"))

(function_expression name: (identifier) @local.definition.function)
(generator_function name: (identifier) @local.definition.function)
(class name: (_) @local.definition.class)

; What destructuring parameters bind can be passed by name: they are parameters too.
(arrow_function parameter: (identifier) @local.definition.parameter)
(formal_parameters (_ (object_pattern (shorthand_property_identifier_pattern) @local.definition.parameter)))
(formal_parameters (_ (object_pattern (object_assignment_pattern
  left: (shorthand_property_identifier_pattern) @local.definition.parameter))))

(for_in_statement kind: _ left: (identifier) @local.definition.variable operator: "of" right: (_) @iterate)
(for_in_statement kind: _ left: (identifier) @local.definition.variable)
(catch_clause parameter: (identifier) @local.definition.variable)

; Whatever else a pattern binds, at any depth.
(pair_pattern value: (identifier) @local.definition.variable)
(pair_pattern value: (assignment_pattern left: (identifier) @local.definition.variable right: (_) @value))
(array_pattern (identifier) @local.definition.variable)
(array_pattern (assignment_pattern left: (identifier) @local.definition.variable right: (_) @value))

(return_statement (_) @local.return)
(arrow_function body: (expression) @local.return)
(yield_expression (_) @local.yield)
