; Scopes and local bindings of C++.

(function_definition) @local.scope.function
[(compound_statement) (for_statement)] @local.scope
; Parameters of what has no body live in their own list.
(declaration declarator: (function_declarator parameters: (parameter_list) @local.scope))
(declaration declarator: (pointer_declarator
  declarator: (function_declarator parameters: (parameter_list) @local.scope)))
(field_declaration declarator: (function_declarator parameters: (parameter_list) @local.scope))
(field_declaration declarator: (pointer_declarator
  declarator: (function_declarator parameters: (parameter_list) @local.scope)))
(type_definition declarator: (function_declarator parameters: (parameter_list) @local.scope))
(parameter_declaration declarator: (function_declarator parameters: (parameter_list) @local.scope))
(preproc_function_def) @local.scope

(parameter_declaration
  type: (_) @type
  declarator: [
    (identifier) @local.definition.parameter
    (pointer_declarator declarator: (identifier) @local.definition.parameter)
    (pointer_declarator declarator: (pointer_declarator declarator: (identifier) @local.definition.parameter))
    (array_declarator declarator: (identifier) @local.definition.parameter)
    (array_declarator declarator: (array_declarator declarator: (identifier) @local.definition.parameter))
    (pointer_declarator declarator: (array_declarator declarator: (identifier) @local.definition.parameter))
    (reference_declarator (identifier) @local.definition.parameter)
    (pointer_declarator declarator: (reference_declarator (identifier) @local.definition.parameter))
    (function_declarator declarator: (parenthesized_declarator
      (pointer_declarator declarator: (identifier) @local.definition.parameter)))
    (pointer_declarator declarator: (function_declarator declarator: (parenthesized_declarator
      (pointer_declarator declarator: (identifier) @local.definition.parameter))))
  ])
(preproc_params (identifier) @local.definition.parameter)
(condition_clause value: (declaration
  type: (_) @type
  declarator: [
    (identifier) @local.definition.variable
    (pointer_declarator declarator: (identifier) @local.definition.variable)
    (reference_declarator (identifier) @local.definition.variable)
  ]
  value: (_) @value))
(declaration
  type: (_) @type
  declarator: [
    (identifier) @local.definition.variable
    (pointer_declarator declarator: (identifier) @local.definition.variable)
    (pointer_declarator declarator: (pointer_declarator declarator: (identifier) @local.definition.variable))
    (array_declarator declarator: (identifier) @local.definition.variable)
    (array_declarator declarator: (array_declarator declarator: (identifier) @local.definition.variable))
    (pointer_declarator declarator: (array_declarator declarator: (identifier) @local.definition.variable))
    (reference_declarator (identifier) @local.definition.variable)
    (pointer_declarator declarator: (reference_declarator (identifier) @local.definition.variable))
    (function_declarator declarator: (parenthesized_declarator
      (pointer_declarator declarator: (identifier) @local.definition.variable)))
    (pointer_declarator declarator: (function_declarator declarator: (parenthesized_declarator
      (pointer_declarator declarator: (identifier) @local.definition.variable))))
  ])
(declaration
  type: (_) @type
  declarator: (init_declarator
    declarator: [
      (identifier) @local.definition.variable
      (pointer_declarator declarator: (identifier) @local.definition.variable)
      (pointer_declarator declarator: (pointer_declarator declarator: (identifier) @local.definition.variable))
      (array_declarator declarator: (identifier) @local.definition.variable)
      (array_declarator declarator: (array_declarator declarator: (identifier) @local.definition.variable))
      (pointer_declarator declarator: (array_declarator declarator: (identifier) @local.definition.variable))
      (reference_declarator (identifier) @local.definition.variable)
      (pointer_declarator declarator: (reference_declarator (identifier) @local.definition.variable))
      (function_declarator declarator: (parenthesized_declarator
        (pointer_declarator declarator: (identifier) @local.definition.variable)))
    (pointer_declarator declarator: (function_declarator declarator: (parenthesized_declarator
      (pointer_declarator declarator: (identifier) @local.definition.variable))))
    ]
    value: (_) @value))
; `Type name(value, value);` looks like the declaration of a function.
(compound_statement (declaration
  type: (_) @type
  declarator: (function_declarator
    declarator: (identifier) @local.definition.variable
    parameters: (parameter_list . (parameter_declaration
      type: [(type_identifier) (qualified_identifier)] !declarator)))))
; So does `Type name(values[0]);`.
(compound_statement (declaration
  type: (_) @type
  declarator: (function_declarator
    declarator: (identifier) @local.definition.variable
    parameters: (parameter_list . (parameter_declaration
      type: (type_identifier) declarator: (abstract_array_declarator size: (_)))))))
(labeled_statement label: (statement_identifier) @local.definition.variable (#set! hoist "function"))

(return_statement (_) @local.return)

(lambda_expression) @local.scope.function
[(for_range_loop) (if_statement) (while_statement) (switch_statement) (catch_clause)
 (template_declaration)] @local.scope
(declaration declarator: (reference_declarator
  (function_declarator parameters: (parameter_list) @local.scope)))
(field_declaration declarator: (reference_declarator
  (function_declarator parameters: (parameter_list) @local.scope)))

(optional_parameter_declaration
  type: (_) @type
  declarator: [
    (identifier) @local.definition.parameter
    (pointer_declarator declarator: (identifier) @local.definition.parameter)
    (reference_declarator (identifier) @local.definition.parameter)
  ]
  default_value: (_) @value)
(parameter_declaration
  type: (_) @type
  declarator: (reference_declarator (array_declarator declarator: (identifier) @local.definition.parameter)))
(variadic_parameter_declaration
  type: (_) @type
  declarator: [
    (variadic_declarator (identifier) @local.definition.parameter)
    (reference_declarator (variadic_declarator (identifier) @local.definition.parameter))
  ])
(type_parameter_declaration (type_identifier) @local.definition.type_parameter)
(optional_type_parameter_declaration name: (type_identifier) @local.definition.type_parameter)
(variadic_type_parameter_declaration (type_identifier) @local.definition.type_parameter)

(declaration
  type: (_) @type
  declarator: (init_declarator
    declarator: (structured_binding_declarator (identifier) @local.definition.variable) @unpack
    value: (_) @value))
(declaration
  type: (_) @type
  declarator: (init_declarator
    declarator: (reference_declarator
      (structured_binding_declarator (identifier) @local.definition.variable) @unpack)
    value: (_) @value))
(for_range_loop
  type: (_) @type
  declarator: [
    (identifier) @local.definition.variable
    (pointer_declarator declarator: (identifier) @local.definition.variable)
    (reference_declarator (identifier) @local.definition.variable)
  ]
  right: (_) @iterate)
(for_range_loop
  type: (_) @type
  declarator: [
    (structured_binding_declarator (identifier) @local.definition.variable) @unpack
    (reference_declarator
      (structured_binding_declarator (identifier) @local.definition.variable) @unpack)
  ]
  right: (_) @iterate)
(lambda_capture_initializer left: (identifier) @local.definition.variable right: (_) @value)
